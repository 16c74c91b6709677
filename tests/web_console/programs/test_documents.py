# SPDX-License-Identifier: Apache-2.0
"""What a program may hold: how long it may be, and which blocks are blocks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web_console.lab import Someone
from tests.web_console.programs.test_programs import PROGRAMS, made
from web_console.programs.documents import MAX_BLOCKS_BYTES, MAX_BLOCKS_DEPTH, MAX_TEXT_BYTES
from web_console.programs.json_shape import JsonShapeError, check_json_object


def is_object(text: str, max_depth: int = 100) -> bool:
    try:
        check_json_object(text, max_depth)
    except JsonShapeError:
        return False
    return True


def stacked(count: int) -> str:
    """What Blockly saves for a stack of blocks: as deep as it is high."""
    return '{"block":{"next":' * count + "{}" + "}}" * count


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), plain, max_size=4), st.sampled_from([None, 1, "\t"]))
def test_every_json_object_is_one(value: dict[str, Any], indent: int | str | None) -> None:
    assert is_object(json.dumps(value, indent=indent))
    assert is_object(json.dumps(value, ensure_ascii=False))


@given(st.text(alphabet='{}[]:,"\\ \n01-.eEu truefalsn', max_size=30).map(lambda text: "{" + text))
def test_it_agrees_with_python_s_own_reader(text: str) -> None:
    def refuse(_constant: str) -> None:
        raise ValueError

    try:
        agrees = isinstance(json.loads(text, parse_constant=refuse), dict)
    except ValueError:
        agrees = False
    assert is_object(text) is agrees


@pytest.mark.parametrize(
    "text",
    ["", "  ", "[]", "5", "null", '"text"', "{", "{} {}", "{},", "{}]", '{"a"}', '{"a":}', '{"a":1,}', "{a:1}", "{1:2}",
     "{'a':1}", '{"a":01}', '{"a":NaN}', '{"a":1e}', '{"a":"\n"}', '{"a":"\\x"}', '{"a":"', '{"a":[1,]}', '{"a":[1}',
     '{"a":1 "b":2}', '{"a":١}', "<xml></xml>", "\x00", "{}\x00"],
)  # fmt: skip
def test_what_is_no_json_object_is_told(ada: Someone, text: str) -> None:
    assert not is_object(text)
    answer = ada.browser.post(PROGRAMS, json={"tier": "blocks", "text": "", "blocks": text})
    assert answer.status_code == 422
    assert answer.json()["kind"] in {"malformed_blocks", "not_text"}
    assert answer.json()["hint"]
    assert ada.browser.get(PROGRAMS).json() == {"programs": []}


def test_a_long_stack_of_blocks_is_fine(ada: Someone) -> None:
    text = stacked(MAX_BLOCKS_DEPTH // 2 - 1)
    program = made(ada, tier="blocks", blocks=text)
    assert ada.browser.get(f"/api/programs/{program['id']}").json()["document"]["blocks"] == text


def test_absurd_depth_is_refused_and_the_program_stays(ada: Someone) -> None:
    program = made(ada, tier="blocks", blocks="{}")
    for text in (stacked(MAX_BLOCKS_DEPTH), '{"a":' * 199_000, '{"a":' + "[" * 900_000, '{"a":"' + "\\" * 900_000):
        body = {"base": 1, "tier": "blocks", "text": "", "blocks": text}
        answer = ada.browser.put(f"/api/programs/{program['id']}/document", json=body)
        assert (answer.status_code, answer.json()["kind"]) == (422, "malformed_blocks")
        assert len(answer.text) < 300
    assert ada.browser.get(f"/api/programs/{program['id']}").json() == program


def test_a_program_may_be_long_but_not_longer(ada: Someone) -> None:
    longest = "ä" * (MAX_TEXT_BYTES // 2)
    program = made(ada, text=longest, tier="code")
    assert program["document"]["text"] == longest
    body = {"base": 1, "tier": "code", "text": longest + "x"}
    answer = ada.browser.put(f"/api/programs/{program['id']}/document", json=body)
    assert (answer.status_code, answer.json()["kind"]) == (413, "too_long")
    assert "200000 are allowed" in answer.json()["message"]
    blocks = '{"a":"' + "x" * (MAX_BLOCKS_BYTES - 8) + '"}'
    made(ada, tier="blocks", blocks=blocks)
    answer = ada.browser.post(PROGRAMS, json={"tier": "blocks", "blocks": blocks + " "})
    assert (answer.status_code, answer.json()["kind"]) == (413, "too_long")


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_what_no_file_can_hold_is_refused(ada: Someone, text: str) -> None:
    body = json.dumps({"tier": "code", "text": text})
    answer = ada.browser.post(PROGRAMS, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["kind"]) == (422, "not_text")


def test_line_ends_become_those_that_python_counts(ada: Someone) -> None:
    assert made(ada, text="\ufeffa\r\nb\rc\n")["document"]["text"] == "a\nb\nc\n"


def test_a_program_in_code_has_no_blocks(ada: Someone) -> None:
    assert made(ada, tier="code", blocks="{}")["document"]["blocks"] is None


def test_a_hundred_megabytes_are_refused_and_the_program_stays(ada: Someone) -> None:
    program = made(ada)
    huge = b'{"base": 1, "tier": "code", "text": "' + bytes(100_000_000) + b'"}'
    answer = ada.browser.put(f"/api/programs/{program['id']}/document", content=huge)
    assert (answer.status_code, answer.json()["kind"]) == (413, "too_large")
    assert ada.browser.get(f"/api/programs/{program['id']}").json() == program
