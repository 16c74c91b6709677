# SPDX-License-Identifier: Apache-2.0
"""The database: its tables' common parts, sessions, and the steps that bring an old one up to date."""
