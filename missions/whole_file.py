# SPDX-License-Identifier: Apache-2.0
"""Writes files that a reader never sees half of."""

from __future__ import annotations

from pathlib import Path


def write_whole(file: Path, content: str | bytes) -> None:
    """Writes bytes, or a text (UTF-8), beside their place and then moves them there, over what may be there already.

    Raises:
        OSError: it can't be written.
    """
    partial = file.with_name(f"{file.name}.partial")
    partial.write_bytes(content.encode() if isinstance(content, str) else content)
    partial.replace(file)
