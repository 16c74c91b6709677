# SPDX-License-Identifier: Apache-2.0
"""Learning: datasets, kinds of model, training, evaluation. What runs in the box imports nothing else of ours."""
