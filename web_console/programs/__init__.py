# SPDX-License-Identifier: Apache-2.0
"""Programs and their versions."""
