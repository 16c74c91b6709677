# SPDX-License-Identifier: Apache-2.0
"""Has a program learn in a box, once: what it learned is kept by what it was made of, and found again."""

from __future__ import annotations

import ast
import hashlib
import json
import socket
from collections.abc import Container
from dataclasses import replace
from functools import cache
from importlib import metadata
from pathlib import Path

from missions.lab_home import lab_home
from missions.learning.learned_model import LearnedModel, ModelUsed
from missions.learning.learning_report import REPORT_FILE, LearningNotes, write_report
from missions.learning_spec import LearningSpec
from missions.spec import Mission
from missions.whole_file import write_whole
from valence_nodes.learning.datasets import DATASET_FILES
from valence_nodes.learning.extra import require_learning
from valence_nodes.programs.box import BoxFiles, BoxLimits, BoxUnavailableError, start_box
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.learning_session import LearningNews, LearnLimits, OnNews, learn_in_box
from valence_nodes.programs.source import ProgramSource
from worlds.errors import HintedError

MODEL_FILE = "model.pickle"
USED_FILE = "model.json"
MAX_MODEL_BYTES = 64 * 1024 * 1024
_KEPT = "learned"
_THREADS = 16
"""pyarrow and torch start some of their own; the arithmetic keeps to one (see `box`)."""
_PACKAGES = ("numpy", "scikit-learn", "torch", "onnxruntime", "pandas")
_OWN = Path(__file__).resolve().parents[2] / "valence_nodes" / "learning"


class CannotLearnError(HintedError):
    """A program could not learn, through no fault of its own."""


def learns(program_text: str) -> bool:
    """Whether a program has a function `learn`; a text that is no Python has none."""
    try:
        tree = ast.parse(program_text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(part, ast.FunctionDef) and part.name == "learn" for part in tree.body)


def model_for(
    mission: Mission,
    program: ProgramSource,
    on_news: OnNews | None = None,
    *,
    trust: bool = False,
    data: Path | None = None,
) -> LearnedModel | None:
    """The model that a program drives with: what its `learn(data)` returns.

    The same program and data learn once in a lab; then the model is found where it was kept.

    Args:
        mission: whose data it learns from, and whose limits hold.
        program: with `learn(data)` or without.
        on_news: told what it says while it learns.
        trust: run one's own program without the box.
        data: folder of a dataset of one's own that it learns from; None for the mission's.

    Returns:
        None for a program that learns nothing.

    Raises:
        ProgramFailed: the program's fault.
        CannotLearnError: the lab's.
        MissingExtraError: the packages that learning needs are not installed.
    """
    if not learns(program.text):
        return None
    if mission.spec.learning is None and data is None:
        raise ProgramFailed(
            ProgramFailure(
                "exception",
                f"Nothing is learned in the mission {mission.spec.name}: it has no data for learn(data).",
                "Choose a dataset of yours with --data NAME, or leave the function learn out.",
            )
        )
    require_learning()
    limits = mission.spec.learning or LearningSpec()
    data = data or mission.data_folder
    folder = lab_home() / _KEPT / _key(program, limits, data)
    kept = _kept(folder)
    if kept is not None:
        return kept
    files = BoxFiles(learning=True, data=data)
    return _learn(program, limits, files, folder, on_news or _unheard, trust=trust)


def learn_anew(
    mission: Mission, program: ProgramSource, folder: Path, on_news: OnNews | None = None, *, trust: bool = False
) -> LearnedModel:
    """Has a program learn from a mission's data, even if it has done so before.

    Args:
        mission: in which something is learned.
        program: with `learn(data)`.
        folder: where the model is kept; made at need.
        on_news: told what it says while it learns.
        trust: run one's own program without the box.

    Raises:
        ProgramFailed: the program's fault.
        CannotLearnError: the lab's.
    """
    limits = mission.spec.learning or LearningSpec()
    files = BoxFiles(learning=True, data=mission.data_folder)
    return _learn(program, limits, files, folder, on_news or _unheard, trust=trust)


def _learn(
    program: ProgramSource, spec: LearningSpec, files: BoxFiles, folder: Path, on_news: OnNews, *, trust: bool
) -> LearnedModel:
    limits = BoxLimits(
        memory_bytes=spec.memory_mb * 1024 * 1024,
        cpu_s=round(1.2 * spec.cpu_s) + 20,
        folder_bytes=256 * 1024 * 1024,
        file_bytes=256 * 1024 * 1024,
        open_files=256,
        threads=_THREADS,
    )
    learn_limits = LearnLimits(spec.cpu_s, MAX_MODEL_BYTES)
    notes = LearningNotes()
    ours, theirs = socket.socketpair()
    with ours:
        try:
            with theirs:
                box = start_box(theirs, limits, trust=trust, files=files)
        except BoxUnavailableError as error:
            raise CannotLearnError(error.message, f"{error.hint} — or run your own program with --trust.") from error

        def tell(news: LearningNews) -> None:
            timed = replace(news, used_s=min(box.used_s(), spec.cpu_s), limit_s=spec.cpu_s)
            notes.take(timed)
            on_news(timed)

        try:
            learned = learn_in_box(ours, program, files.places(trust=trust), learn_limits, tell)
            notes.take(LearningNews(used_s=min(box.used_s(), spec.cpu_s), limit_s=spec.cpu_s))
        except ProgramFailed as failed:
            if failed.failure.kind == "gone":
                raise ProgramFailed(box.why_it_died()) from failed
            if failed.failure.kind == "time_learn" and failed.failure.line is None:
                raise ProgramFailed(replace(failed.failure, line=box.busy_line())) from failed
            raise
        finally:
            box.close()
    used = ModelUsed(
        name="learned",
        kind=learned.kind,
        sha256=hashlib.sha256(learned.content).hexdigest(),
        size_bytes=len(learned.content),
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / MODEL_FILE, learned.content)
        write_report(folder, notes.report(used))
        write_whole(folder / USED_FILE, used.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise CannotLearnError(
            f"What was learned can't be kept ({error.strerror}).", "Is the disk full? Make room, and try again."
        ) from error
    return LearnedModel(folder / MODEL_FILE, used, folder / REPORT_FILE)


def _kept(folder: Path) -> LearnedModel | None:
    """What was learned before; None when it is not there, or not as it was."""
    try:
        used = ModelUsed.model_validate_json((folder / USED_FILE).read_bytes())
        content = (folder / MODEL_FILE).read_bytes()
    except (OSError, ValueError):
        return None
    if hashlib.sha256(content).hexdigest() != used.sha256:
        return None
    return LearnedModel(folder / MODEL_FILE, used, folder / REPORT_FILE)


def _key(program: ProgramSource, limits: LearningSpec, data: Path | None) -> str:
    """What a model depends on, as one name."""
    made_of = {
        "program": program.text,
        "name": program.name,
        "data": None if data is None else _content(data, DATASET_FILES),
        "limits": limits.model_dump(mode="json"),
        "packages": _versions(),
        "lab": _teaching_layer(),
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def _content(folder: Path, names: Container[str] | None = None) -> str:
    """SHA-256 of a folder's files, with their names; of all, or of those of some names."""
    total = hashlib.sha256()
    for file in sorted(one for one in folder.rglob("*") if one.is_file() and "__pycache__" not in one.parts):
        if names is not None and file.name not in names:
            continue
        total.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0".encode())
        total.update(file.read_bytes())
    return total.hexdigest()


@cache
def _teaching_layer() -> str:
    """SHA-256 of the lab's own code of learning, which does not change while a process runs."""
    return _content(_OWN)


@cache
def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _unheard(_news: LearningNews) -> None:
    """Stands where nobody listens."""
