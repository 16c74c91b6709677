# SPDX-License-Identifier: Apache-2.0
"""How much memory a running episode takes: of all its processes, what they share counted once."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from missions.benchmark.figure import Figure
from missions.benchmark.process_tree import descendants
from missions.episode.launcher import EpisodeError

_SAMPLE_S = 0.2
_KIB = 1024


def memory_figures() -> Iterator[Figure]:
    """Runs an episode and looks at its processes again and again.

    Raises:
        EpisodeError: it could not be run.
    """
    most: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="valence-bench-") as folder:
        command = [sys.executable, "-m", "web_console.command_line", "run", "first_drive", "--json"]
        command += ["--record", str(Path(folder) / "episode")]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            while True:
                try:
                    process.wait(_SAMPLE_S)
                    break
                except subprocess.TimeoutExpired:
                    found = proportional_bytes(process.pid)
                    most = max(most, found, key=_total)
            if process.returncode != 0:
                said = (process.stderr.read() if process.stderr else b"").decode(errors="replace")
                raise EpisodeError(f"`valence run first_drive` ended with {process.returncode}: {said[:300]}", "")
    yield Figure(
        name="memory",
        what="memory of one running episode, all its processes",
        value=round(_total(most) / 1e6, 1),
        unit="MB",
        goal=350.0,
        details={name: round(size / 1e6, 1) for name, size in sorted(most.items())},
    )


def proportional_bytes(pid: int) -> dict[str, int]:
    """Proportional set size (`Pss` of the kernel's smaps_rollup) of a process and its descendants, by name."""
    sizes: dict[str, int] = {}
    for number in (pid, *descendants(pid)):
        try:
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
            words = Path(f"/proc/{number}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except (OSError, UnicodeDecodeError):
            continue  # it has ended
        size = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
        name = _name(words)
        sizes[name] = sizes.get(name, 0) + size * _KIB
    return sizes


def _name(words: list[str]) -> str:
    """A process, by what it runs: its Python module, the box, or its program."""
    if "-m" in words:
        return words[words.index("-m") + 1].rsplit(".", 1)[-1]
    return "program in its box" if "-c" in words else Path(words[0]).name or "?"


def _total(sizes: dict[str, int]) -> int:
    return sum(sizes.values())
