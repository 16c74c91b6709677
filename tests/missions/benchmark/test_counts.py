# SPDX-License-Identifier: Apache-2.0
"""The other figures: goals, memory, how many episodes a machine carries or grades, and how soon one starts."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from pydantic import ValidationError

from missions.benchmark import live, start_up, throughput
from missions.benchmark.figure import Figure
from missions.benchmark.live import greatest, live_figures
from missions.benchmark.memory import proportional_bytes
from missions.benchmark.start_up import start_up_figures
from missions.benchmark.throughput import throughput_figures
from missions.episode.launcher import EpisodeError


@pytest.mark.parametrize(
    ("bound", "value", "met"),
    [("at_least", 2.0, True), ("at_least", 1.99, False), ("at_most", 2.0, True), ("at_most", 2.01, False)],
)
def test_a_goal_is_reached_or_not(bound, value, met):
    assert Figure(name="a", what="b", value=value, unit="×", bound=bound, goal=2.0).met is met


def test_what_has_no_goal_is_only_told():
    figure = Figure(name="a", what="b", value=1.0, unit="×")
    assert figure.met is None
    assert figure.model_dump()["met"] is None
    with pytest.raises(ValidationError):
        Figure(name="a", what="b", value=float("nan"), unit="×")


@pytest.mark.parametrize("carried", [0, 1, 2, 3, 5, 12, 13, 31, 32])
def test_the_greatest_number_is_found_with_few_tries(carried):
    tried = []

    def holds(count):
        tried.append(count)
        return count <= carried

    assert greatest(holds, 32) == carried
    assert len(tried) == len(set(tried)) <= 11
    assert max(tried) <= 32


def test_memory_is_that_of_all_processes_by_name():
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        sizes = proportional_bytes(process.pid)
        alone = proportional_bytes(os.getpid())
        process.communicate(b"\n")
    assert set(sizes) == {"program in its box"}
    assert 5e6 < sizes["program in its box"] < 1e9
    assert all(size > 0 for size in alone.values())


def test_a_process_that_is_gone_takes_no_memory():
    process = subprocess.Popen(["true"])
    process.wait()
    assert proportional_bytes(process.pid) == {}


def test_live_episodes_keep_up_with_real_time_one_by_one():
    (figure,) = live_figures(1.0, 1)
    assert figure.name == "live_episodes"
    assert set(figure.details["slowest_pace"]) == {"1"}
    assert figure.value == (1 if figure.details["slowest_pace"]["1"] >= live.REAL_TIME else 0)


def test_grading_is_measured_with_one_worker_and_with_two(monkeypatch):
    monkeypatch.setattr(throughput, "MINUTE_S", 1.0)
    figures = {figure.name: figure for figure in throughput_figures(2)}
    graded, growth = figures["graded_a_minute"], figures["growth"]
    assert graded.value == pytest.approx(60 * 2 / graded.details["wall_s"], rel=0.01)
    assert growth.value == pytest.approx(growth.details["one_worker_wall_s"] / graded.details["wall_s"], rel=0.01)
    assert growth.details["raw_physics_growth"] > 0


def test_a_command_that_fails_is_no_cold_start(monkeypatch, tmp_path):
    broken = tmp_path / "valence"
    broken.write_text("#!/bin/sh\necho 'no lab here' >&2\nexit 4\n")
    broken.chmod(0o755)
    monkeypatch.setattr(start_up, "_COMMAND", broken)
    with pytest.raises(EpisodeError, match="no lab here"):
        next(start_up_figures(1))


def test_a_warm_start_is_the_second_episodes(monkeypatch):
    monkeypatch.setattr(start_up, "_cold_s", lambda: 1.25)
    cold, warm = start_up_figures(1)
    assert (cold.name, cold.value, cold.met) == ("cold_start", 1.25, True)
    assert warm.name == "warm_start"
    assert warm.value > 0
