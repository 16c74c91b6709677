# SPDX-License-Identifier: Apache-2.0
"""A program file that can't be one is refused with a reason, whatever it is, and without waiting for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from valence_nodes.programs.source import MAX_PROGRAM_BYTES, ProgramSourceError, read_program


def refused(file: Path) -> ProgramSourceError:
    with pytest.raises(ProgramSourceError) as caught:
        read_program(file)
    assert caught.value.message
    assert caught.value.hint
    return caught.value


def test_a_program_is_read_with_its_name(tmp_path):
    file = tmp_path / "mine.py"
    file.write_bytes(b"\xef\xbb\xbfx = 1\r\ny = '\xc3\xa4'\rz = 3\n")
    program = read_program(file)
    assert (program.text, program.name) == ("x = 1\ny = 'ä'\nz = 3\n", "mine.py")


def test_a_name_that_steers_a_terminal_or_is_no_text_is_made_visible(tmp_path):
    file = tmp_path / os.fsdecode(b"my\x1b[2J\xff.py")
    file.write_text("x = 1\n")
    assert read_program(file).name == "my␛[2J?.py"


def test_the_largest_allowed_file_is_read_and_one_byte_more_is_not(tmp_path):
    file = tmp_path / "big.py"
    file.write_bytes(b"#" * MAX_PROGRAM_BYTES)
    assert len(read_program(file).text) == MAX_PROGRAM_BYTES
    file.write_bytes(b"#" * (MAX_PROGRAM_BYTES + 1))
    assert str(MAX_PROGRAM_BYTES) in refused(file).message


def test_a_huge_file_is_not_read_into_memory(tmp_path):
    file = tmp_path / "huge.py"
    with file.open("wb") as opened:
        opened.truncate(1 << 40)
    assert str(1 << 40) in refused(file).message


def test_a_missing_file(tmp_path):
    assert "There is no file" in refused(tmp_path / "none.py").message


def test_a_folder(tmp_path):
    assert "is a folder" in refused(tmp_path).message


def test_a_pipe_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    assert "not an ordinary file" in refused(tmp_path / "pipe.py").message


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device(device):
    assert "not an ordinary file" in refused(Path(device)).message


def test_a_link_to_itself(tmp_path):
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    assert "can't be read" in refused(tmp_path / "loop.py").message


def test_a_file_whose_size_is_a_lie():
    # Says 0 bytes and has more.
    assert read_program(Path("/proc/self/status")).text.startswith("Name:")


def test_names_that_can_not_be(tmp_path):
    assert "can't be the name" in refused(Path("a\0b")).message
    assert "can't be read" in refused(tmp_path / ("x" * 300)).message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x = 1\ny = '\xe4'\n", "line 2: this is not text in UTF-8"),
        ("x = 1".encode("utf-16"), "not text in UTF-8"),
        (b"x = '\0'", "not a text file"),
        (b"\x7fELF\x02\x01\x01\0\xff", "line 1: this is not text in UTF-8"),
    ],
)
def test_what_is_no_text(tmp_path, data, words):
    file = tmp_path / "binary.py"
    file.write_bytes(data)
    assert words in refused(file).message
