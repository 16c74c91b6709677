# SPDX-License-Identifier: Apache-2.0
"""Programs that attack: each comes to the end that its file says, and the lab goes on as if nothing had been.

The programs, and what must come of them, are in `tests/attacks`.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from missions.benchmark.process_tree import descendants
from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.spec import Mission
from tests.missions.episode.attack_file import ATTACKS, NORMALLY, Attack
from tests.missions.episode.conftest import shortened
from tests.process_tree import await_all_ended, await_no_process, watch
from valence_nodes.programs.box import box_available

HONEST = "def drive(robot):\n    robot.say('hello')\n    while robot.running:\n        robot.move(0.15, 0.3)\n"
TOTAL_WALL_S = 12
MEMORY_MB = 256 + os.getpid() % 128
"""Of the boxes of this process: by it, they are found among those of others on this machine."""


@dataclass
class Ground:
    """Where attacks are tried.

    Attributes:
        runner: runs the attacks, and honest programs in between.
        mission: short, with tight limits.
        temporary: the temporary folder of this process, its own.
        others: what this process had started before, such as a browser of other tests, and whose handles are its own.
        honest: fingerprint of an honest program's scorecard, before any attack.
    """

    runner: EpisodeRunner
    mission: Mission
    temporary: Path
    others: frozenset[int]
    honest: str = ""


def run(ground: Ground, text: str, folder: Path, name: str = "attack.py", **fields: object) -> EpisodeOutcome:
    request = EpisodeRequest(ground.mission, text, name, 1, folder, **fields)  # type: ignore[arg-type]
    return ground.runner.run(request)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    others = frozenset(descendants(os.getpid()))
    folder = tmp_path_factory.mktemp("attacked")
    temporary = tmp_path_factory.mktemp("temporary")
    limits = f"limits: {{step_wall_s: 2, total_wall_s: {TOTAL_WALL_S}, memory_mb: {MEMORY_MB}}}"
    mission = shortened("first_drive", folder, "time_limit_s: 2.0", limits)
    with pytest.MonkeyPatch.context() as patch, EpisodeRunner() as runner:
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr(tempfile, "tempdir", str(temporary))
        made = Ground(runner, mission, temporary, others)
        made.honest = run(made, HONEST, folder / "honest").scorecard.fingerprint()
        yield made


def is_our_box(command: bytes) -> bool:
    return f'"AS": {MEMORY_MB * 1024 * 1024}'.encode() in command


def open_handles(ground: Ground) -> dict[int, int]:
    """How many handles this process and the runner's have open, by process id."""
    gc.collect()  # the handles of objects that are waiting to be collected
    theirs = {pid for other in ground.others for pid in (other, *descendants(other))}
    ours = (os.getpid(), *(pid for pid in descendants(os.getpid()) if pid not in theirs))
    return {pid: len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in ours}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_comes_to_its_end_and_the_lab_goes_on(ground: Ground, tmp_path: Path, attack: Attack) -> None:
    before = open_handles(ground)
    outcome = run(ground, attack.text, tmp_path / "attack")
    card = outcome.scorecard
    if attack.ends == (NORMALLY,):
        assert card.failure is None, card.failure
        assert card.verdict == "below_pass_mark"
    else:
        assert card.failure is not None, outcome.log
        assert card.verdict == "program_failed"
        assert card.failure.kind in attack.ends, card.failure
        told = f"{card.failure.message} {card.failure.hint}"
        assert not attack.words or any(word in told for word in attack.words), told
        assert card.failure.line in attack.lines, card.failure
        source = attack.text.splitlines()[card.failure.line - 1].strip() if card.failure.line else ""
        assert card.failure.source_line == source
    assert tuple(line.partition(": ")[2] for line in outcome.log if attack.says) == attack.says
    assert "\x1b" not in card.model_dump_json() + "".join(outcome.log)
    assert card.timing is not None
    # Ten seconds for the last step and for finding out at which line it hangs.
    assert card.timing.wall_s < TOTAL_WALL_S + 10

    await_no_process(is_our_box)
    assert list(ground.temporary.iterdir()) == []
    assert run(ground, HONEST, tmp_path / "honest").scorecard.fingerprint() == ground.honest
    assert open_handles(ground) == before


def test_a_neighbour_is_undisturbed(ground: Ground, tmp_path: Path) -> None:
    attacked = threading.Event()
    neighbour: list[str] = []

    def live_next_door() -> None:
        # At a pace, so that it goes on all the while without taking the machine for itself.
        with EpisodeRunner() as runner:
            while not attacked.is_set() or not neighbour:
                folder = tmp_path / f"neighbour {len(neighbour)}"
                request = EpisodeRequest(ground.mission, HONEST, "attack.py", 1, folder, pace=2.0)
                neighbour.append(runner.run(request).scorecard.fingerprint())

    thread = threading.Thread(target=live_next_door)
    thread.start()
    try:
        for name in ("fork_bomb_that_insists", "memory_that_insists", "disk_by_many_files", "loop", "signal_to_all"):
            text = next(attack.text for attack in ATTACKS if attack.name == f"{name}.py")
            run(ground, text, tmp_path / name)
    finally:
        attacked.set()
        thread.join()
    assert set(neighbour) == {ground.honest}


def test_a_runner_that_is_killed_leaves_nothing_behind(ground: Ground, tmp_path: Path) -> None:
    script = """
    import sys
    from pathlib import Path
    from missions.episode.launcher import run_episode
    from missions.episode.request import EpisodeRequest
    from missions.spec import load_mission
    request = EpisodeRequest(load_mission(Path(sys.argv[1])), sys.argv[2], "p.py", 1, Path(sys.argv[3]), pace=0.1)
    run_episode(request, lambda progress: print(progress.stage, flush=True))
    """
    command = [sys.executable, "-c", dedent(script), str(ground.mission.folder), HONEST, str(tmp_path / "killed")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        while process.stdout.readline().strip() != "running":
            assert process.poll() is None
        family = watch(descendants(process.pid))
        assert len(family) >= 6  # two of bwrap and Python for the graph, the program node; three for the box
        process.send_signal(signal.SIGKILL)
    await_all_ended(family, timeout_s=60)
    assert list(ground.temporary.iterdir()) == []
