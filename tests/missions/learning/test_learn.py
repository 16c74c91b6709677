# SPDX-License-Identifier: Apache-2.0
"""`learn(data)`, really run in the box: what comes out of it, what goes wrong in it, and that it drives."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeRequest
from missions.grading.grading import SubmissionRequest, grade
from missions.learning.learn import learns, model_for
from missions.mission_check import check_mission
from missions.played_check import played_problems
from tests.missions.learning.conftest import LearnProgram, Make
from valence_nodes.programs.box import box_available
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.learning_session import LearningNews
from valence_nodes.programs.source import ProgramSource

pytestmark = pytest.mark.skipif(not box_available().ok, reason="no box on this machine")

LEARNED = """
def learn(data):
    print("rows:", len(data.train))
    return {"distance_m": float(data.train.table["distance_m"].max() / data.train.table["distance_m"].max())}

def drive(robot):
    robot.forward(robot.model["distance_m"])
"""


DESCRIBED = """
def learn(data):
    import numpy
    window = numpy.sin(2 * numpy.pi * 50 * numpy.arange(1000) / 1000)
    print(round(lab.features(window, 1000, [0, 100, 500])["centroid_hz"]))
    lab.features(window * float("nan"), 1000, [0, 100, 500])
"""


def said(told: list[LearningNews]) -> list[str]:
    """What was printed; on a busy machine there is news of nothing in between."""
    return [line.text for news in told for line in news.log]


def failure(learn: LearnProgram, text: str) -> ProgramFailure:
    with pytest.raises(ProgramFailed) as failed:
        learn(text)
    return failed.value.failure


def test_what_was_learned_drives_and_is_named_on_the_scorecard(learning_mission: Make, tmp_path: Path) -> None:
    mission, told = learning_mission(), list[LearningNews]()
    program = ProgramSource(LEARNED, "my_program.py")
    model = model_for(mission, program, told.append)
    assert model is not None
    assert said(told) == ["rows: 24"]
    request = EpisodeRequest(mission, LEARNED, "my_program.py", 4, tmp_path / "episode", model=model)
    with EpisodeRunner() as runner:
        card = runner.run(request).scorecard
    assert (card.passed, card.model) == (True, model.used)
    submission = grade(SubmissionRequest(mission, LEARNED, "my_program.py", tmp_path / "all", model=model))
    assert submission.passed
    assert submission.seeds[0].scorecard.model == model.used


def test_signals_are_described_in_the_box(learn: LearnProgram) -> None:
    failed = failure(learn, DESCRIBED)
    assert "NaN or infinity in 1000 of 1000" in failed.message
    assert failed.line == 6


def test_it_learns_once_and_to_the_last_bit(learn: LearnProgram, learning_mission: Make, own_lab: Path) -> None:
    text = (
        "import random\ndef learn(data):\n    print('again')\n    random.seed(0)\n"
        "    return [random.random() for _ in range(9)], {'b', 'a', 'c'}\n"
    )
    mission, told = learning_mission(data=False), list[LearningNews]()
    first = learn(text, mission, told)
    assert first is not None
    assert first == learn(text, mission, told)
    assert said(told) == ["again"]
    content = first.file.read_bytes()
    first.file.unlink()
    again = learn(text, mission, told)
    assert again is not None
    assert (said(told), again.file.read_bytes()) == (["again", "again"], content)
    again.file.write_bytes(b"something else")  # what is not as it was kept is learned again
    mended = learn(text, mission, told)
    assert mended is not None
    assert hashlib.sha256(mended.file.read_bytes()).hexdigest() == mended.used.sha256 == first.used.sha256


def test_other_data_is_learned_anew(learning_mission: Make) -> None:
    mission, told = learning_mission(), list[LearningNews]()
    program = ProgramSource("def learn(data):\n    print(1)\n    return len(data.train)\n", "p.py")
    first = model_for(mission, program, told.append)
    card = mission.folder / "data" / "card.json"
    card.write_text(json.dumps({**json.loads(card.read_text()), "title": "Others"}))
    second = model_for(mission, program, told.append)
    assert first != second
    assert len(said(told)) == 2


def test_the_packages_of_learning_are_there(learn: LearnProgram) -> None:
    text = """
import numpy, pandas, sklearn.ensemble, onnxruntime, torch

def learn(data):
    forest = sklearn.ensemble.RandomForestClassifier(5, random_state=0)
    x = numpy.arange(20.0).reshape(-1, 1)
    forest.fit(x, x[:, 0] > 9)
    layer = torch.nn.Linear(1, 1)
    layer(torch.ones(1, 1)).sum().backward()
    return forest
"""
    assert learn(text) is not None


def test_digits_that_are_kept_for_worlds_can_t_be_learned_by_heart(learn: LearnProgram) -> None:
    found = failure(learn, "from sklearn.datasets import load_digits\n\ndef learn(data):\n    return load_digits()\n")
    assert (found.kind, found.line) == ("exception", 4)


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        ("    return", "exception", "returned nothing"),
        ("    return lambda: 1", "exception", "can't be kept"),
        ("    return open('/work/x', 'w')", "exception", "can't be kept"),
        ("    return bytes(65 * 1024 * 1024)", "output", "at most 67"),
        ("    yield 1", "exception", "must not be async or hold “yield”"),
        ("    return data.rows", "exception", "There is nothing to read “rows” from: the value is None."),
        ("    import os\n    os._exit(0)", "gone", "ended itself"),
        ("    import os\n    os.kill(os.getpid(), 9)", "forbidden", "does not allow"),
        ("    a = []\n    while True: a.append(bytes(1 << 24))", "memory", "more memory"),
        ("    import socket\n    socket.create_connection(('127.0.0.1', 80))", "forbidden", "no network"),
        ("    open('/data/rows.parquet', 'w')", "exception", "no file"),
    ],
)
def test_what_goes_wrong_is_told(learn: LearnProgram, body: str, kind: str, said: str) -> None:
    found = failure(learn, f"def learn(data):\n{body}\n")
    assert (found.kind, said in f"{found.message} {found.hint}") == (kind, True), found


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(99)"])
def test_learning_without_an_end_is_ended_with_its_line(learning_mission: Make, learn: LearnProgram, body: str) -> None:
    mission = learning_mission(data=False, cpu_s=1)
    with pytest.raises(ProgramFailed, match=r"Learning took more than 1 s\.") as failed:
        learn(f"def learn(data):\n    x = 1\n    {body}\n", mission)
    assert (failed.value.failure.kind, failed.value.failure.line) == ("time_learn", 3)


def test_the_link_can_t_be_abused(learn: LearnProgram) -> None:
    """Whoever finds the socket and writes to it fails, and nothing of ours with it."""
    text = """
import os, struct, msgpack, stat

def learn(data):
    for handle in range(3, 40):
        try:
            if stat.S_ISSOCK(os.fstat(handle).st_mode):
                body = msgpack.packb(FRAME)
                os.write(handle, struct.pack(">I", len(body)) + body)
        except OSError:
            pass
    return 1
"""
    frames = [
        {"kind": "model", "part": "text"},
        {"kind": "learned", "bytes": 10**30 % 2**63},
        {"kind": "learning", "log": 3},
        {"kind": "learning", "log": [], "plots": [], "done": float("nan")},
        {"kind": "action"},
        {"kind": "failed", "failure": "no such kind", "message": "", "hint": "", "line": None, "source_line": ""},
    ]
    for frame in frames:
        found = failure(learn, text.replace("FRAME", repr(frame).replace("nan", "float('nan')")))
        assert found.kind == "protocol", frame


def test_a_poisoned_pickle_harms_the_box_alone(learning_mission: Make, tmp_path: Path) -> None:
    """Unpickled in the box, it can do there what any program can: nothing. We never unpickle it."""
    mark = tmp_path / "mark"
    text = f"""
import os

class Poison:
    def __reduce__(self):
        return os.system, ("touch {mark}",)

def learn(data):
    return Poison()

def drive(robot):
    robot.forward(1.0)
"""
    mission = learning_mission(data=False)
    model = model_for(mission, ProgramSource(text, "p.py"))
    assert model is not None
    request = EpisodeRequest(mission, text, "p.py", 4, tmp_path / "episode", model=model)
    with EpisodeRunner() as runner:
        card = runner.run(request).scorecard
    assert not mark.exists()
    assert card.passed  # the box has no shell, so that nothing came of it


def test_a_model_that_can_t_be_read_is_told(learning_mission: Make, tmp_path: Path) -> None:
    text = "def learn(data):\n    return 1\ndef drive(robot):\n    robot.forward(robot.model)\n"
    mission = learning_mission(data=False)
    model = model_for(mission, ProgramSource(text, "p.py"))
    assert model is not None
    model.file.write_bytes(b"\x80\x05nonsense")
    request = EpisodeRequest(mission, text, "p.py", 4, tmp_path / "episode", model=model)
    with EpisodeRunner() as runner:
        failed = runner.run(request).scorecard.failure
    assert failed is not None
    assert failed.message.startswith("The model can't be read: ")


def test_a_program_without_learn_has_no_model(learning_mission: Make, tmp_path: Path) -> None:
    text = "def drive(robot):\n    robot.wait(0.1)\n    robot.model\n"
    mission = learning_mission(data=False)
    assert model_for(mission, ProgramSource(text, "p.py")) is None
    with EpisodeRunner() as runner:
        failed = runner.run(EpisodeRequest(mission, text, "p.py", 4, tmp_path / "episode")).scorecard.failure
    assert failed is not None
    assert (failed.message, failed.line) == ("robot.model is not there: this program has learned nothing yet.", 3)


def test_what_is_no_python_learns_nothing() -> None:
    assert not any(map(learns, ("def learn(", "\0", "(" * 5000, "learn = 1", "class A:\n    def learn(self): pass")))


def test_a_mission_without_learning_refuses_learn(own_lab: Path) -> None:
    from missions.spec import load_mission

    with pytest.raises(ProgramFailed, match="Nothing is learned in the mission first_drive"):
        model_for(load_mission("first_drive"), ProgramSource("def learn(data):\n    return 1\n", "p.py"))


def test_a_mission_s_programs_are_played_with_what_they_learned(learning_mission: Make) -> None:
    mission = learning_mission()
    for name in ("rule.py", "naive.py"):
        (mission.folder / name).write_text("def drive(robot):\n    robot.stop()\n", encoding="utf-8")
    (mission.folder / "reference.py").write_text(LEARNED, encoding="utf-8")
    assert check_mission(mission.folder) == []
    assert played_problems(mission) == []
    (mission.folder / "rule.py").write_text("def drive(robot):\n    robot.forward(1.0)\n", encoding="utf-8")
    (mission.folder / "reference.py").write_text(
        "def learn(data):\n    x\n" + LEARNED.split("\n\n")[1], encoding="utf-8"
    )
    told = {problem.file.name: (problem.line, problem.message) for problem in played_problems(mission)}
    assert set(told) == {"rule.py", "reference.py"}
    assert told["reference.py"] == (2, "it could not learn: There is nothing called “x”.")
    assert os.environ.get("VALENCE_HOME")
