# SPDX-License-Identifier: Apache-2.0
"""People, their institutions, classes and teams, and how they prove who they are."""
