# SPDX-License-Identifier: Apache-2.0
"""When two names are one: what a person would take for the same is the same."""

from __future__ import annotations

import unicodedata


def identity(name: str) -> str:
    """What names that look the same have in common: neither capitals nor spaces count, nor how letters are encoded.

    Args:
        name: as it is shown.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).replace(" ", "")
