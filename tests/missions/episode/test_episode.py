# SPDX-License-Identifier: Apache-2.0
"""One episode, for real: what it leaves, that it repeats, and how a program's mistakes end it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from missions.episode.episode_files import RECORDING_FILE
from missions.episode.request import EpisodeOutcome
from missions.recording.recording import open_recording
from missions.scorecard import Scorecard
from missions.spec import Mission, load_mission
from tests.missions.episode.conftest import shortened
from tests.missions.mission_files import plain_spec, write_mission
from valence_nodes.topic_names import PROGRAM_STEP

RunEpisode = Callable[..., EpisodeOutcome]

DRIVE = """
def drive(robot):
    robot.say(f"start {robot.time_s}")
    while robot.running:
        robot.plot("time", robot.time_s)
        robot.move(0.15, 0.3)
"""


def test_an_episode_leaves_its_files(run: RunEpisode) -> None:
    outcome = run(DRIVE)
    card = outcome.scorecard
    assert card.ending == "truncated"
    assert card.steps == 80
    assert card.sim_time_s == pytest.approx(4.0)
    assert outcome.log[0] == "3: start 0.0"
    assert Scorecard.model_validate_json((outcome.folder / "scorecard.json").read_text()) == card
    with (outcome.folder / "trajectory.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 81
    assert float(rows[-1]["sim_time_s"]) == pytest.approx(4.0)
    travelled = [(float(row["x_m"]), float(row["y_m"])) for row in rows]
    assert max(abs(x - travelled[0][0]) + abs(y - travelled[0][1]) for x, y in travelled) > 0.2
    entries = [json.loads(line) for line in (outcome.folder / "log.jsonl").read_text().splitlines()]
    assert {entry["kind"] for entry in entries} == {"log", "plot"}
    assert sum(entry["kind"] == "plot" for entry in entries) == 80
    assert (outcome.folder / "program.py").read_text() == dedent(DRIVE)


def test_the_same_seed_gives_the_same_bits_and_another_one_others(run: RunEpisode) -> None:
    first, second, other = run(DRIVE), run(DRIVE), run(DRIVE, seed=2)
    assert first.scorecard.fingerprint() == second.scorecard.fingerprint()
    assert (first.folder / "trajectory.csv").read_bytes() == (second.folder / "trajectory.csv").read_bytes()
    assert (first.folder / "log.jsonl").read_bytes() == (second.folder / "log.jsonl").read_bytes()
    assert other.scorecard.trajectory_sha256 != first.scorecard.trajectory_sha256


def test_an_episode_goes_the_same_way_whether_its_steps_are_traced_or_not(run: RunEpisode) -> None:
    traced, plain = run(DRIVE), run(DRIVE, trace=False)
    assert traced.scorecard.fingerprint() == plain.scorecard.fingerprint()
    assert traced.scorecard.trajectory_sha256 == plain.scorecard.trajectory_sha256
    assert traced.log == plain.log
    assert (traced.folder / "log.jsonl").read_bytes() == (plain.folder / "log.jsonl").read_bytes()


def test_a_recording_shows_what_the_program_was_doing_at_each_step(run: RunEpisode) -> None:
    text = """
    def drive(robot):
        for count in range(1000):
            go(robot, count * 0.001)

    def go(robot, speed):
        robot.move(speed)
    """
    recording = open_recording(run(text).folder / RECORDING_FILE)
    traced = list(recording.decoded(PROGRAM_STEP))
    assert [step.step for _, step in traced] == list(range(80))
    assert [time_ns for time_ns, _ in traced] == [50_000_000 * step for step in range(80)]
    last = traced[-1][1]
    assert (last.header.stamp.sec, last.header.stamp.nanosec) == (3, 950_000_000)
    assert (last.line, list(last.functions), list(last.lines)) == (7, ["drive", "go"], [4, 7])
    assert (list(last.names), list(last.values)) == (["speed"], ["0.079"])
    assert open_recording(run(text, trace=False).folder / RECORDING_FILE).counts[PROGRAM_STEP] == 0


def test_a_mistake_is_shown_where_it_is(run: RunEpisode) -> None:
    card = run(
        """
        def drive(robot):
            robot.move(0.1)
            robot.forwrad(0.5)
        """
    ).scorecard
    assert card.verdict == "program_failed"
    assert card.failure is not None
    assert (card.failure.kind, card.failure.line) == ("exception", 4)
    assert card.failure.hint == "Did you mean “robot.forward”?"
    assert card.steps == 1


def test_a_program_that_does_not_parse_fails_before_the_first_step(run: RunEpisode) -> None:
    card = run("def drive(robot)\n    robot.stop()\n").scorecard
    assert card.failure is not None
    assert (card.failure.kind, card.failure.line, card.steps) == ("syntax", 1, 0)


def test_a_process_that_ends_itself_is_told_from_one_that_crashes(run: RunEpisode) -> None:
    ended = run("def drive(robot):\n    import os\n    robot.wait(0.2)\n    os._exit(3)\n").scorecard
    assert ended.failure is not None
    assert ended.failure.kind == "gone"
    assert "exit code 3" in ended.failure.message
    crashed = run("def drive(robot):\n    import ctypes\n    ctypes.string_at(0)\n").scorecard
    assert crashed.failure is not None
    assert "SIGSEGV" in crashed.failure.message
    assert crashed.failure.line == 3


def test_after_drive_returns_the_episode_ends_soon(run: RunEpisode) -> None:
    card = run("def drive(robot):\n    robot.forward(0.1)\n").scorecard
    assert card.ending == "terminated"
    assert card.ending_reason == "The program came to its end."
    assert 0.5 < card.sim_time_s < 4.0


def test_last_words_after_the_end_are_kept(run: RunEpisode) -> None:
    outcome = run(
        """
        def drive(robot):
            try:
                while True:
                    robot.wait(1)
            finally:
                print("goodbye")
        """
    )
    assert outcome.log[-1] == "7: goodbye"
    assert outcome.scorecard.ending == "truncated"


def test_fresh_processes_repeat_what_a_warm_one_did(run: RunEpisode, short_mission: Mission, tmp_path: Path) -> None:
    warm = run(DRIVE).scorecard.fingerprint()
    script = """
    import sys
    from pathlib import Path
    from missions.episode.launcher import run_episode
    from missions.episode.request import EpisodeRequest
    from missions.spec import load_mission
    mission = load_mission(Path(sys.argv[1]))
    request = EpisodeRequest(mission, sys.stdin.read(), "my_program.py", 1, Path(sys.argv[2]))
    print(run_episode(request).scorecard.fingerprint())
    """
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", dedent(script), str(short_mission.folder), str(tmp_path / f"fresh{number}")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for number in range(3)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(dedent(DRIVE))
        process.stdin.close()
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.read().strip() == warm
        assert process.wait() == 0


def test_a_loop_inside_c_code_still_names_its_line(run: RunEpisode, tmp_path: Path) -> None:
    mission = shortened("first_drive", tmp_path, "limits: {step_wall_s: 0.5, total_wall_s: 300, memory_mb: 512}")
    card = run("def drive(robot):\n    robot.wait(0.1)\n    7 ** (7 ** 12)\n", mission).scorecard
    assert card.failure is not None
    assert card.failure.kind == "time_step"
    assert (card.failure.line, card.failure.source_line) == (3, "7 ** (7 ** 12)")


def test_a_task_comes_in_and_answers_come_out(run, tmp_path):
    task = {"maker": "deliveries", "parameters": {"orders": 10}}
    criteria = [{"name": "late", "check": "answers_match", "parameters": {"question": "late"}, "points": 10}]
    mission = load_mission(write_mission(tmp_path, plain_spec(task=task, criteria=criteria, time_limit_s=1)))
    outcome = run(
        """
        def drive(robot):
            robot.answer("late", [order["id"] for order in robot.task["orders"]])
            robot.wait(0.2)
            robot.answer("late", [{"id": robot.task["orders"][0]["id"]}])
            robot.answer("late", ["d001", "d002"])
        """,
        mission,
    )
    (late,) = outcome.scorecard.criteria
    assert outcome.scorecard.failure is None
    assert int(late.details["named"]) + int(late.details["named_by_mistake"]) == 2
    told = [json.loads(line) for line in (outcome.folder / "log.jsonl").read_text().splitlines()]
    answers = [(one["sim_time_s"], len(one["value"])) for one in told if one["kind"] == "answer"]
    assert answers == [(0.0, 10), (0.2, 2)]
    assert "late" not in json.dumps([one["value"] for one in told if one["kind"] == "answer"])
