# SPDX-License-Identifier: Apache-2.0
"""Reading SDFormat: text to a checked, engine-neutral description."""
