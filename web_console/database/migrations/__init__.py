# SPDX-License-Identifier: Apache-2.0
"""The steps that bring a database up to date, in order; Alembic runs them."""
