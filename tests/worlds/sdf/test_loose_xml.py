# SPDX-License-Identifier: Apache-2.0
"""Files that Gazebo reads although they are no XML, and templates, which are no worlds yet."""

from __future__ import annotations

import pytest

from worlds.errors import SdfError
from worlds.sdf.loose_xml import template_hint, without_comments

HEAD = "<sdf version='1.9'><world name='w'>"
TAIL = "</world></sdf>"


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (b"<a/>", b"<a/>"),
        (b"<!-- a -- b --><a/>", b"<a/>"),
        (b"<!--\n--\n\xfc--->\n<a/>", b"\n\n\n<a/>"),
        (b"<a><![CDATA[<!-- text -->]]></a>", b"<a><![CDATA[<!-- text -->]]></a>"),
        (b"<a>]]><!-- <![CDATA[ --></a>", b"<a>]]></a>"),
        (b" \n<?xml version='1.0' encoding='utf-16'?>\n<a/>", b" \n\n<a/>"),
        (b"\xef\xbb\xbf<?xml version='9'?><a/>", b"<a/>"),
        (b"<a/><?xml version='1.0'?>", b"<a/><?xml version='1.0'?>"),
        (b"<a><?other <!-- ?></a>-->", b"<a><?other <!-- ?></a>-->"),
        (b"<a/><!-- never closed", b"<a/><!-- never closed"),
        (b"<!-->--><a/>", b"<a/>"),
        (b"", b""),
    ],
)
def test_comments_are_blanked_and_lines_stay(content: bytes, left: bytes) -> None:
    assert without_comments(content) == left
    assert without_comments(content).count(b"\n") == content.count(b"\n")


@pytest.mark.parametrize("piece", [b"<!--", b"<!-->", b"<![CDATA[", b"<?", b"-->", b"<!---->"])
def test_a_million_openings_take_no_time(piece: bytes) -> None:
    """With a search for the end of each from its beginning this would take hours."""
    without_comments(piece * 1_000_000)


def test_the_line_of_an_error_counts_comments(read) -> None:
    with pytest.raises(SdfError) as caught:
        read(f"<!-- -- \n\n -- -->\n{HEAD}\n<model name='m'/>{TAIL}")
    assert (caught.value.line, caught.value.element) == (5, "world[w]/model[m]")


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        (f"<%\n n = 3\n%>\n{HEAD}{TAIL}", "ERB template", 1),
        (f"{HEAD}\n<model name='m'><pose><%= 3 %> 0 0 0 0 0</pose></model>{TAIL}", "ERB template", 2),
        (f"@{{\nimport math\n}}\n{HEAD}{TAIL}", "EmPy template", 1),
        (f"{{%- set n = 3 -%}}\n{HEAD}{TAIL}", "Jinja template", 1),
        (f"{HEAD}\n<model name='m'>{{% if x %}}<link name='l'/></model>{TAIL}", "Jinja template", 2),
        (f"{HEAD}\n@[for i in range(3)]<model name='m'><link name='l'/></model>@[end for]{TAIL}", "EmPy template", 1),
        (f"{HEAD}\n<xacro:macro name='m'><link name='l'/></xacro:macro>{TAIL}", "xacro template", 2),
        (f"{HEAD}\n<model name='m'><xacro:wheel side='left'/></model>{TAIL}", "xacro template", 2),
    ],
)
def test_templates_are_refused_with_what_to_do(read, text: str, says: str, line: int) -> None:
    with pytest.raises(SdfError) as caught:
        read(text)
    assert says in caught.value.hint
    assert "make the world of it first" in caught.value.hint
    assert caught.value.line == line


def test_what_only_looks_like_a_template_is_read(read) -> None:
    plugin = "<plugin name='p' filename='f'><text>{{ a }} ${b} @(c)</text></plugin>"
    got = read(f"{HEAD}<model name='a {{{{b}}}}'><link name='${{l}}'/>{plugin}</model>{TAIL}")
    assert got.models[0].name == "a {{b}}"
    assert template_hint("a plain text with 5 % and {braces}") == ""
