# SPDX-License-Identifier: Apache-2.0
"""What a program says is passed on in one order, however it and the command of the same step race."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest

from missions.episode.program_link import ProgramFailedError, ProgramLink

SAID = {"kind": "said", "sim_time_s": 1.5, "log": [{"text": "Hello", "line": 2}], "plots": [], "step": 30, "line": 2}


class Channel:
    """What a program node has told, one event after another."""

    def __init__(self, *events: Mapping[str, Any]) -> None:
        self._events: Iterator[Mapping[str, Any]] = iter(events)

    def receive(self, _timeout_s: float) -> Mapping[str, Any] | None:
        return next(self._events, None)


def link_with(*events: Mapping[str, Any]) -> tuple[ProgramLink, list[Any]]:
    heard: list[Any] = []
    link = ProgramLink(cast(Any, SimpleNamespace(control=Channel(*events), name="program_node")))
    link.on_said = lambda at_s, log, plots: heard.append((at_s, list(log)))
    link.on_traced = lambda at_s, step, line, trace: heard.append((at_s, step, line, dict(trace)))
    return link, heard


def test_it_waits_until_the_command_is_there() -> None:
    link, heard = link_with(SAID | {"trace": {"function": "drive"}})
    link.take_events()
    assert heard == []
    assert link.take_unread() == ["2: Hello"]
    link.pass_on()
    assert heard == [(1.5, SAID["log"]), (1.5, 30, 2, {"function": "drive"})]
    link.pass_on()
    assert len(heard) == 2


def test_last_words_are_passed_on_without_a_command() -> None:
    link, heard = link_with(SAID, {"kind": "stopped", "thinking_s": 0.1})
    link.await_stopped(1.0)
    assert heard == [(1.5, SAID["log"])]


def test_words_before_a_failure_are_passed_on() -> None:
    link, heard = link_with(SAID, {"kind": "failed", "thinking_s": 0.1, "failure": {"message": "no"}})
    with pytest.raises(ProgramFailedError):
        link.take_events()
    assert heard == [(1.5, SAID["log"])]
