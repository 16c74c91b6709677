# SPDX-License-Identifier: Apache-2.0
"""What is kept of how a program learned: what it said, its curves, and how its model did in examinations.

All of it came out of a box and was checked field by field on its way. The model itself is not among it: nothing
outside a box ever unpickles one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from missions.learning.learned_model import LearnedModel, ModelUsed
from missions.whole_file import write_whole
from valence_nodes.programs.examination import Doing, Examination, SurestError
from valence_nodes.programs.learning_session import LearningNews

REPORT_FILE = "learning.json"
MOST_CURVES = 6
MOST_POINTS = 200
MOST_LINES = 200
MOST_EXAMINATIONS = 4
_MOST_FILE_BYTES = 4_000_000


class ReportedError(SurestError):
    """The same with a picture that JSON can hold."""

    pixels: Base64Bytes = b""


class ReportedExamination(Examination):
    """An examination in a report."""

    errors: tuple[ReportedError, ...] = ()


class ReportedLine(BaseModel):
    """A line that the program said, and the line of the program that said it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    line: int | None


class ReportedCurve(BaseModel):
    """A curve: the how-manieth value each is, and the value."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    points: Annotated[tuple[tuple[float, float], ...], Field(max_length=MOST_POINTS)]


class LearningReport(BaseModel):
    """How a program learned.

    Attributes:
        schema_version: of this form.
        used_s: processor time that it took, s.
        limit_s: what it might have used.
        model: what came of it; null if nothing did.
        why_not: why nothing did, in the words in which the program was told; empty if something did.
        lines: that it said, the last of them.
        curves: of the trainings of the teaching layer.
        examinations: the last of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int = 1
    used_s: float = 0.0
    limit_s: float = 0.0
    model: ModelUsed | None = None
    why_not: str = ""
    lines: tuple[ReportedLine, ...] = ()
    curves: tuple[ReportedCurve, ...] = ()
    examinations: tuple[ReportedExamination, ...] = ()


def read_report(folder: Path) -> LearningReport | None:
    """The report in a folder; None if there is none, or it is damaged."""
    file = folder / REPORT_FILE
    try:
        if file.stat().st_size > _MOST_FILE_BYTES:
            return None
        return LearningReport.model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None


def write_report(folder: Path, report: LearningReport) -> None:
    """Writes a report into a folder, which is made if it is not there.

    Raises:
        OSError: it can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / REPORT_FILE, report.model_dump_json())


def copy_report(model: LearnedModel | None, folder: Path) -> None:
    """Puts how a model was learned into an episode's folder; one that has no report leaves nothing there.

    Raises:
        OSError: it can't be written.
    """
    report = None if model is None or model.report is None else read_report(model.report.parent)
    if report is not None:
        write_report(folder, report)


class LearningNotes:
    """Notes down how a program learns, as it tells it; takes no more room however long it tells.

    Attributes:
        doing: what it is at.
        done: how far the training that goes on is, 0 to 1; None when that is not known.
        used_s: processor time so far, s.
        limit_s: what it may use.
    """

    def __init__(self) -> None:
        self.doing: Doing | None = None
        self.done: float | None = None
        self.used_s = 0.0
        self.limit_s = 0.0
        self._lines: list[ReportedLine] = []
        self._curves: dict[str, _Curve] = {}
        self._examinations: list[Examination] = []

    def take(self, news: LearningNews) -> None:
        """Takes what is new."""
        self.used_s = max(self.used_s, news.used_s)
        self.limit_s = news.limit_s or self.limit_s
        if news.doing is not None:
            self.doing, self.done = news.doing, None
        if news.done is not None:
            self.done = news.done
        self._lines = [*self._lines, *(ReportedLine(text=one.text, line=one.line) for one in news.log)][-MOST_LINES:]
        for point in news.plots:
            if point.name in self._curves or len(self._curves) < MOST_CURVES:
                self._curves.setdefault(point.name, _Curve()).add(point.value)
        if news.examined is not None:
            self._examinations = [*self._examinations, news.examined][-MOST_EXAMINATIONS:]

    @property
    def curves(self) -> tuple[ReportedCurve, ...]:
        """The curves so far, each of at most `MOST_POINTS` points."""
        return tuple(ReportedCurve(name=name, points=tuple(curve.points)) for name, curve in self._curves.items())

    def report(self, model: ModelUsed | None = None, why_not: str = "") -> LearningReport:
        """What is to be kept of it."""
        return LearningReport(
            used_s=self.used_s,
            limit_s=self.limit_s,
            model=model,
            why_not=why_not,
            lines=tuple(self._lines),
            curves=self.curves,
            examinations=tuple(_reported(one) for one in self._examinations),
        )


class _Curve:
    """Values by their number; when there are too many, every other one goes, and from then on every other one comes."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self._stride = 1
        self._count = 0

    def add(self, value: float) -> None:
        self._count += 1
        if (self._count - 1) % self._stride:
            return
        if len(self.points) == MOST_POINTS:
            self.points = self.points[::2]
            self._stride *= 2
            if (self._count - 1) % self._stride:
                return
        self.points.append((float(self._count), value))


def _reported(one: Examination) -> ReportedExamination:
    fields = {name: getattr(one, name) for name in Examination.model_fields if name != "errors"}
    errors = tuple(ReportedError.model_construct(**dict(error)) for error in one.errors)
    return ReportedExamination.model_construct(**fields, errors=errors)
