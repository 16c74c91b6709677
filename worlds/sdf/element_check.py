# SPDX-License-Identifier: Apache-2.0
"""Holds a file to the table of elements: names what is unknown, left out or refused."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from worlds.sdf.description import ReaderWarning
from worlds.sdf.document import Element, shown
from worlds.sdf.elements import CONTEXTS, ELEMENTS, PHYSICAL_CONTEXTS, Rule, Treatment

_RULES: dict[str, Rule] = {rule.path: rule for rule in ELEMENTS}
_CHILDREN: dict[str, list[str]] = {}
for _path in _RULES:
    _parent, _, _tag = _path.rpartition("/")
    _CHILDREN.setdefault(_parent, []).append(_tag)

MAX_UNKNOWN = 1_000
SIMILAR = 0.75
"""How alike two names must be, by difflib's ratio, for one to count as the other misspelt."""


def check_elements(root: Element) -> Iterator[ReaderWarning]:
    """Goes through a file's elements.

    An element that is not SDFormat is ignored, as Gazebo does, with a warning; if it looks like a known one
    misspelt where physics or a sensor is described, it is an error. Names with a colon are extensions that
    their own programs read.

    Args:
        root: the file's `<sdf>`.

    Yields:
        A warning for each element that is left out.

    Raises:
        SdfError: an element is refused, or misspelt.
    """
    waiting = [(root, "sdf", "sdf")]
    unknown = 0
    while waiting:
        element, path, context = waiting.pop()
        seen: set[str] = set()
        inner = []
        for child in element.children:
            rule = _RULES.get(f"{path}/{child.tag}")
            if rule is None:
                if ":" not in child.tag:
                    unknown += 1
                    if unknown > MAX_UNKNOWN:
                        raise child.error(f"more than {MAX_UNKNOWN} elements of the file are not SDFormat.")
                    yield _unknown(child, path, context)
            elif rule.treatment is Treatment.REFUSED:
                raise child.error(
                    f"<{child.tag}> is not supported: {rule.reason}.",
                    "Leaving it out would change physics or a sensor.",
                )
            elif rule.treatment in (Treatment.LEFT_OUT, Treatment.DIFFERS):
                if not _is_harmless(child, rule):
                    yield ReaderWarning(child.place, _left_out(child, rule))
            elif rule.treatment is Treatment.READ:
                if child.tag in seen and not rule.many:
                    yield ReaderWarning(child.place, f"<{child.tag}> is given again; the first one counts.")
                seen.add(child.tag)
                if child.tag in CONTEXTS:
                    inner.append((child, child.tag, child.tag))
                else:
                    inner.append((child, rule.path, context))
        # A plugin's content is its own; nothing in it is SDFormat.
        waiting.extend(item for item in reversed(inner) if item[1] != "plugin")


def _unknown(child: Element, path: str, context: str) -> ReaderWarning:
    known = _CHILDREN.get(path, [])
    close = get_close_matches(child.tag[:80], known, n=1, cutoff=SIMILAR)
    hint = f"Did you mean <{close[0]}>?" if close else ""
    message = f"<{child.tag[:80]}> is no element of <{path.rpartition('/')[2]}> in SDFormat"
    if close and context in PHYSICAL_CONTEXTS:
        raise child.error(f"{message}.", hint)
    return ReaderWarning(child.place, f"{message}; it is ignored. {hint}".strip())


def _is_harmless(child: Element, rule: Rule) -> bool:
    return rule.unless is not None and not child.children and _same(child.text, rule.unless)


def _left_out(child: Element, rule: Rule) -> str:
    what = f"<{child.tag}> is left out: {rule.reason}."
    if rule.unless is not None:
        what = f"<{child.tag}> {shown(child.text)} is left out: {rule.reason}."
    return f"{what} It may move or measure otherwise than in Gazebo." if rule.treatment is Treatment.DIFFERS else what


def _same(given: str, allowed: str) -> bool:
    words = {"false": "0", "true": "1"}
    one, other = ([words.get(word.lower(), word) for word in text.split(maxsplit=16)] for text in (given, allowed))
    try:
        return [float(word) for word in one] == [float(word) for word in other]
    except ValueError:
        return one == other
