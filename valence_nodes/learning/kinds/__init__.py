# SPDX-License-Identifier: Apache-2.0
"""The kinds of model, one module a family; `registry` lists them."""
