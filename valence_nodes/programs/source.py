# SPDX-License-Identifier: Apache-2.0
"""Reading a program file that a learner gave."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

MAX_PROGRAM_BYTES = 256 * 1024


class ProgramSourceError(Exception):
    """A file can't be a program.

    Attributes:
        message: what is wrong.
        hint: what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class ProgramSource:
    """A program's text and the name it is known by in messages."""

    text: str
    name: str = "program.py"


def read_program(file: Path) -> ProgramSource:
    """Reads a program file.

    Raises:
        ProgramSourceError: it is missing, no regular file, too long, or not UTF-8 text.
    """
    try:
        found = file.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ProgramSourceError(f"{file} is a folder.", "Give the Python file inside it.")
        if not stat.S_ISREG(found.st_mode):
            raise ProgramSourceError(f"{file} is not an ordinary file.", "Give a Python file.")
        if found.st_size > MAX_PROGRAM_BYTES:
            raise ProgramSourceError(
                f"{file} has {found.st_size} bytes; a program may have {MAX_PROGRAM_BYTES}.",
                "Is it the right file?",
            )
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise ProgramSourceError(f"There is no file {file}.", "Check the name and the folder.") from error
    except OSError as error:
        raise ProgramSourceError(f"{file} can't be read: {error.strerror}.") from error
    return ProgramSource(check_text(data, str(file)), file.name)


def check_text(data: bytes, name: str) -> str:
    """Decodes a program.

    Raises:
        ProgramSourceError: not UTF-8, or it holds NUL.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProgramSourceError(
            f"{name}, line {line}: this is not text in UTF-8.", "Save the file as UTF-8 in your editor."
        ) from error
    if "\0" in text:
        raise ProgramSourceError(f"{name} is not a text file.", "Give a Python file.")
    return text.replace("\r\n", "\n")
