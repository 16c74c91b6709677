# SPDX-License-Identifier: Apache-2.0
"""`valence bench`: what it prints, and what it refuses."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from missions.benchmark.figure import Figure
from missions.episode.launcher import EpisodeError
from tests.web_console.command_line.answers import refusal
from web_console.command_line.outcome import CommandError, ExitCode
from web_console.command_line.verbs import bench


def given(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    return parser.parse_args(words)


def parts(monkeypatch: pytest.MonkeyPatch, **values: float) -> None:
    def measure(name: str, value: float) -> bench.Part:
        def figures(rounds: int) -> Iterator[Figure]:
            yield Figure(name=name, what=f"in {rounds} rounds", value=value, unit="s", goal=2.0, aim=1.0)

        return figures

    monkeypatch.setattr(bench, "PARTS", {name: (name, measure(name, value)) for name, value in values.items()})


def test_goals_that_are_reached_are_marked_and_end_well(monkeypatch, capsys):
    parts(monkeypatch, quick=1.5)
    code, output = bench.run(given("--rounds", "2"))
    assert code is ExitCode.PASSED
    assert output.verdict == "goals_reached"
    assert output.machine.cores >= 1
    printed = capsys.readouterr().out
    assert "✔ quick" in printed
    assert "≤ 2 (aim 1)" in printed
    assert "in 2 rounds" in printed


def test_a_goal_that_is_missed_is_told(monkeypatch, capsys):
    parts(monkeypatch, quick=1.5, slow=2.5)
    code, output = bench.run(given())
    assert code is ExitCode.BELOW_PASS_MARK
    assert output.verdict == "goals_missed"
    assert "1 of 2 figures missed their goal: slow." in output.message
    assert "✘ slow" in capsys.readouterr().out


def test_one_part_can_be_measured_alone(monkeypatch, capsys):
    parts(monkeypatch, quick=1.5, slow=2.5)
    _, output = bench.run(given("--part", "quick", "--json"))
    assert [figure.name for figure in output.figures] == ["quick"]
    assert capsys.readouterr().out == ""


def test_an_episode_that_can_not_be_run_is_the_labs_fault(monkeypatch):
    def broken(_rounds: int) -> Iterator[Figure]:
        raise EpisodeError("No box.", "Install one.")
        yield

    monkeypatch.setattr(bench, "PARTS", {"broken": ("what is broken", broken)})
    with pytest.raises(CommandError) as caught:
        bench.run(given("--json"))
    assert caught.value.code is ExitCode.OUR_FAULT
    assert caught.value.output.hint == "Install one."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--part", "limits"), "did you mean “limit”?"),
        (("--rounds", "0"), "from 1 to 20"),
        (("--rounds", "1e3"), "no number of rounds"),
        (("--round", "2"), "--rounds"),
        (("fast",), "fast"),
    ],
)
def test_wrong_usage_is_refused(valence, words, said):
    error = refusal(valence("bench", *words, "--json"), ExitCode.INVALID)
    assert said in f"{error.message} {error.hint}"


def test_the_console_is_measured_by_itself(monkeypatch, capsys):
    def figures(rounds: int, episodes: int) -> Iterator[Figure]:
        yield Figure(name="frames", what=f"{rounds} rounds, {episodes} episodes", value=60, unit="Hz")

    monkeypatch.setattr(bench, "console_figures", figures)
    code, output = bench.run(given("--console", "--episodes", "5", "--rounds", "2"))
    assert code is ExitCode.PASSED
    assert [one.what for one in output.figures] == ["2 rounds, 5 episodes"]
    assert "frames" in capsys.readouterr().out


def test_the_console_and_a_part_are_not_measured_at_once():
    with pytest.raises(CommandError) as refused:
        bench.run(given("--console", "--part", "memory"))
    assert refused.value.code is ExitCode.INVALID


def test_without_a_browser_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr("web_console.benchmark.open_console.shutil.which", lambda _name: None)
    with pytest.raises(CommandError, match="Chromium is not installed") as refused:
        bench.run(given("--console"))
    assert "apt-get install" in refused.value.output.hint
