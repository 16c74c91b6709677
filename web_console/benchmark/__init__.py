# SPDX-License-Identifier: Apache-2.0
"""How fast the console is, in a real browser."""
