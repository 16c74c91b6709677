# SPDX-License-Identifier: Apache-2.0
"""The lab's own elements, `<valence:…>`: nobody else notices a misspelt one, so each is held to what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from worlds.sdf.document import Element


def check_children(element: Element, known: Mapping[str, tuple[str, ...]]) -> None:
    """Makes sure that an element and all below hold only what is known, each once.

    Args:
        element: to look into.
        known: by tag, the tags of what may stand in it; what is missing there holds nothing.

    Raises:
        SdfError: an element is not known, with the closest that is; or it is there twice.
    """
    allowed, seen = known.get(element.tag, ()), set()
    for child in element.children:
        if child.tag not in allowed:
            close = get_close_matches(child.tag[:80], allowed, n=1)
            hint = f"Did you mean <{close[0]}>?" if close else f"There are: {', '.join(allowed) or 'none'}."
            raise child.error(f"<{child.tag[:80]}> is no element of <{element.tag}>.", hint)
        if child.tag in seen:
            raise child.error(f"<{child.tag}> is given again.", "Leave one of them out.")
        seen.add(child.tag)
        check_children(child, known)
