# SPDX-License-Identifier: Apache-2.0
"""Who may do what: one table, which everything asks."""
