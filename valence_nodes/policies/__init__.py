# SPDX-License-Identifier: Apache-2.0
"""Policies: from what a robot senses to what it does, learned or written by hand."""
