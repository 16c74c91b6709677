# SPDX-License-Identifier: Apache-2.0
"""What a program learns before its episodes: run once in a box, kept by what it was made of."""
