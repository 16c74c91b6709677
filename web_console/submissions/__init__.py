# SPDX-License-Identifier: Apache-2.0
"""Submissions: queued, played on the executor, graded."""
