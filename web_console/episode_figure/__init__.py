# SPDX-License-Identifier: Apache-2.0
"""One episode on one page: its path over the map, and what happened over time. The only place that loads matplotlib."""
