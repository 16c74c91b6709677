# SPDX-License-Identifier: Apache-2.0
"""The demo: a class with teams, programs and episodes to look at, all of it marked as such."""
