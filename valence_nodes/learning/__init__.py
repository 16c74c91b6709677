# SPDX-License-Identifier: Apache-2.0
"""Datasets, models and the teaching layer; what of it runs in the box imports nothing else of ours."""
