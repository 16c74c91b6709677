# SPDX-License-Identifier: Apache-2.0
"""How far a grading is, where there is no terminal: seldom, and never twice the same."""

from __future__ import annotations

import pytest

from missions.grading.playing import GradingProgress
from web_console.command_line.grading_line import GradingLine, progress_text
from web_console.command_line.live_line import bar


def test_without_a_terminal_a_line_comes_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    line = GradingLine()
    for second in range(100):
        # An episode every 7 s, told twice a second and more.
        line.show(GradingProgress(second // 7, 15, float(second), 100.0 - second))
    line.close()
    shown = capsys.readouterr()
    assert shown.out == ""
    said = shown.err.splitlines()
    assert 4 <= len(said) <= 6
    assert len(set(said)) == len(said)
    assert "\r" not in shown.err
    assert "\x1b" not in shown.err


def test_a_quick_grading_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    line = GradingLine()
    for done in range(6):
        line.show(GradingProgress(done, 5, 0.5 * done, None))
    line.close()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (GradingProgress(0, 5, 1.0, None), "episode 1 of 5"),
        (GradingProgress(2, 5, 20.0, 30.4), "episode 3 of 5 | about 30 s left"),
        (GradingProgress(2, 500, 20.0, 5000.0), "episode 3 of 500 | about 83 min left"),
        (GradingProgress(5, 5, 50.0, 0.0), "episode 5 of 5 | about 0 s left"),
    ],
)
def test_it_says_which_episode_and_what_is_left(progress: GradingProgress, text: str) -> None:
    assert progress_text(progress) == text


@pytest.mark.parametrize(
    ("share", "drawn"), [(0.0, "····"), (0.5, "██··"), (1.0, "████"), (7.0, "████"), (-1.0, "····")]
)
def test_a_bar_stays_in_its_width(share: float, drawn: str) -> None:
    assert bar(share, 4) == drawn
