# SPDX-License-Identifier: Apache-2.0
"""What the console says and takes of programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from web_console.server.refusal import RefusalBody

Tier = Literal["blocks", "code"]
Number = Annotated[int, Field(ge=0, lt=2**31)]


class Author(BaseModel):
    """Who wrote something.

    Attributes:
        id: of the person.
        nickname: of the person.
    """

    id: str
    nickname: str


class VersionCard(BaseModel):
    """A version without what it holds.

    Attributes:
        id: of the version.
        number: in its program.
        parent_number: of the version it was written from; null for the first.
        kind: `autosave`, `kept`, `restored` or `conflict`.
        label: what its author calls it; may be empty.
        tier: of its document.
        author: who wrote it; null when they are gone.
        saved_at: when.
        is_head: whether it is what its program is now.
    """

    id: str
    number: int
    parent_number: int | None
    kind: str
    label: str
    tier: str
    author: Author | None
    saved_at: datetime
    is_head: bool


class Version(VersionCard):
    """A version and its document.

    Attributes:
        text: the Python source.
        blocks: what Blockly saves, as JSON; null in the code tier.
    """

    text: str
    blocks: str | None


class VersionList(BaseModel):
    """Versions of a program, newest first.

    Attributes:
        versions: of the program.
        older: whether there are older ones (ask with `before`).
    """

    versions: list[VersionCard]
    older: bool


class ProgramCard(BaseModel):
    """A program without what it holds.

    Attributes:
        id: of the program.
        mission: it is for.
        name: of the program.
        head: number of the version that it is now.
        tier: of that version.
        author: of that version.
        created_at: when the program was made.
        saved_at: when that version was saved.
    """

    id: str
    mission: str
    name: str
    head: int
    tier: str
    author: Author | None
    created_at: datetime
    saved_at: datetime


class Program(ProgramCard):
    """A program and what it is now.

    Attributes:
        document: the version that it is now.
    """

    document: Version


class ProgramList(BaseModel):
    """A team's programs for a mission, the one that was changed last first."""

    programs: list[ProgramCard]


class NewProgram(BaseModel):
    """A program to make.

    Attributes:
        name: of the program; by default “Program 1” and so on.
        tier: of its document.
        text: the Python source; by default the mission's starter in the code tier.
        blocks: what Blockly saves, as JSON.
        from_version_id: takes what is not given from this version.
    """

    name: str | None = None
    tier: Tier
    text: str | None = None
    blocks: str | None = None
    from_version_id: str | None = None


class Rename(BaseModel):
    """A new name for a program."""

    name: str


class DocumentToSave(BaseModel):
    """What a program is to be from now on.

    Attributes:
        base: number of the version that it was written from.
        tier: of the document.
        text: the Python source.
        blocks: what Blockly saves, as JSON; null in the code tier.
        kind: `kept` when somebody asks for it, `autosave` otherwise.
        label: what its author calls it.
        writer: a random name that the page in the browser gave itself, so that two pages of one person are told apart.
    """

    base: Number
    tier: Tier
    text: str
    blocks: str | None = None
    kind: Literal["autosave", "kept"] = "autosave"
    label: str = ""
    writer: Annotated[str, Field(max_length=44, pattern=r"^[A-Za-z0-9_-]*$")] = ""


class ConflictBody(RefusalBody):
    """Somebody else has saved meanwhile; nothing is lost.

    Attributes:
        theirs: what the program is now.
        yours: number of the version that keeps what was sent.
    """

    theirs: Version
    yours: int


class TextToCheck(BaseModel):
    """A program to check as it is typed.

    Attributes:
        text: the Python source.
        mission: it is for.
    """

    text: str
    mission: str = ""


class ProgramProblemBody(BaseModel):
    """Something that is wrong with a program.

    Attributes:
        line: 1 first; 0 when the program as a whole is meant.
        column: 1 first, in characters; 0 when the line as a whole is meant.
        end_column: first column behind it; 0 when it is not known, or in another line.
        severity: `error` when the program can't be run to its end, `warning` when it likely isn't meant so.
        message: what is wrong.
        hint: what to do; may be empty.
    """

    line: int
    column: int
    end_column: int
    severity: Literal["error", "warning"]
    message: str
    hint: str


class CheckedProgram(BaseModel):
    """What is wrong with a program, in the order of the lines.

    Attributes:
        problems: the first hundred at most.
        complete: whether the check came to its end.
    """

    problems: list[ProgramProblemBody]
    complete: bool


class RobotApiEntry(BaseModel):
    """Something that a program can use.

    Attributes:
        name: of it; of the robot for `method` and `property`, by itself for `function`.
        kind: what it is.
        signature: as it is written, such as `robot.turn(angle_rad, speed_radps=…)`.
        doc_markdown: what it does.
        fields: what a property's value has, such as `x_m`.
    """

    name: str
    kind: Literal["method", "property", "function"]
    signature: str
    doc_markdown: str
    fields: list[str]
