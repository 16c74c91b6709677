# SPDX-License-Identifier: Apache-2.0
"""A fleet of delivery robots: the hall that it drives in, what was measured there, and the log made from it."""
