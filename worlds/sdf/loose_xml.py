# SPDX-License-Identifier: Apache-2.0
"""Files that Gazebo reads although they are no XML, and files that are no SDF yet but templates of one.

Gazebo reads XML with TinyXML-2, which is laxer than XML 1.0: a comment may hold `--` (`<!------ walls ------>`) and any
bytes at all, and blanks may stand before `<?xml …?>`, whose encoding it does not look at. Published worlds have both.
"""

from __future__ import annotations

import re

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OPENING = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_CLOSING = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}

_TEMPLATES = (
    ("ERB", re.compile(r"<%"), "`erb FILE > world.sdf`"),
    ("xacro", re.compile(r"<xacro:|\$\{"), "`xacro FILE > world.sdf`"),
    ("Jinja", re.compile(r"\{%|\{\{"), "the program that it belongs to"),
    ("EmPy", re.compile(r"@[\[{(]"), "`empy FILE > world.sdf`"),
)


def without_comments(content: bytes) -> bytes:
    """Blanks comments and the XML declaration, so that every line keeps its number.

    It takes time in proportion to the content, whatever that is. What is not closed is left as it is.
    """
    content = content.removeprefix(_BYTE_ORDER_MARK)
    kept: list[bytes] = []
    done = position = 0
    while (opening := _OPENING.search(content, position)) is not None:
        closing = _CLOSING[opening[0]]
        end = content.find(closing, opening.end())
        if end < 0:
            break
        position = end + len(closing)
        start = opening.start()
        declares = content.startswith(b"<?xml", start) and not content[:start].strip()
        if opening[0] == b"<!--" or declares:
            kept += content[done:start], b"\n" * content.count(b"\n", start, position)
            done = position
    return b"".join((*kept, content[done:]))


def template_hint(text: str) -> str:
    """Says what to do if a text looks like a template from which an SDF file is made; empty if it does not."""
    for name, mark, command in _TEMPLATES:
        if mark.search(text):
            return f"This looks like a {name} template of a world: make the world of it first, with {command}."
    return ""
