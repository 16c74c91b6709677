# SPDX-License-Identifier: Apache-2.0
"""Writes files that a reader never sees half of."""

from __future__ import annotations

from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Writes a text (UTF-8) beside its place and then moves it there, over what may be there already.

    Raises:
        OSError: it can't be written.
    """
    partial = file.with_name(f"{file.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(file)
