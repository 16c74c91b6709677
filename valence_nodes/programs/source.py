# SPDX-License-Identifier: Apache-2.0
"""Reading a program file that a learner gave."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from valence_nodes.programs import protocol
from worlds.errors import HintedError

MAX_PROGRAM_BYTES = 256 * 1024


class ProgramSourceError(HintedError):
    """A file can't be a program."""


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
        # Opened first and looked at then, so that nothing else can take its place; a pipe must not block.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            found = os.fstat(handle)
            if stat.S_ISDIR(found.st_mode):
                raise ProgramSourceError(f"{file} is a folder.", "Give the Python file inside it.")
            if not stat.S_ISREG(found.st_mode):
                raise ProgramSourceError(f"{file} is not an ordinary file.", "Give a Python file.")
            data = b""
            # What a size says is not always true, as in /proc; and one read may give less than there is.
            while len(data) <= MAX_PROGRAM_BYTES and (part := os.read(handle, MAX_PROGRAM_BYTES + 1 - len(data))):
                data += part
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise ProgramSourceError(f"There is no file {file}.", "Check the name and the folder.") from error
    except ValueError as error:  # a name with NUL in it
        raise ProgramSourceError(f"{str(file)!r} can't be the name of a file.", "Check the name.") from error
    except OSError as error:
        raise ProgramSourceError(f"{file} can't be read: {error.strerror}.", "Is it the right file?") from error
    if len(data) > MAX_PROGRAM_BYTES:
        size = max(found.st_size, len(data))
        raise ProgramSourceError(
            f"{file} has {size} bytes; a program may have {MAX_PROGRAM_BYTES}.", "Is it the right file?"
        )
    return ProgramSource(check_text(data, str(file)), protocol.visible(file.name))


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
    return text.replace("\r\n", "\n").replace("\r", "\n")  # as Python counts lines
