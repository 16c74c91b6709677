# SPDX-License-Identifier: Apache-2.0
"""The command `./valence`: one verb a module."""
