# SPDX-License-Identifier: Apache-2.0
"""How fast the lab is: every figure beside the physical limit, or a peer, that is measured in the same run."""
