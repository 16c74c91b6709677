# SPDX-License-Identifier: Apache-2.0
"""A copy of the files that set-up consists of, and a search path that holds just what a test says."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# fmt: off
ALWAYS_THERE = (
    "cat", "chmod", "cksum", "cut", "dash", "dirname", "env", "find", "flock", "grep", "head", "id", "ldconfig",
    "mkdir", "mv", "readlink", "rm", "sed", "sh", "sleep", "sort", "tail", "tr", "uname", "xargs",
)
# fmt: on
COMPILERS = ("cc", "c++", "make", "cmake")


def copy_of_pages(root: Path) -> None:
    """Copies what the console's pages are built from, but not what is made of it."""
    made = shutil.ignore_patterns("node_modules", "dist", "dist.new", "schema.d.ts", "openapi.json")
    shutil.copytree(ROOT / "web_console" / "frontend", root / "web_console" / "frontend", ignore=made)


@dataclass
class FreshClone:
    """The lab's command in a folder of its own, called with an environment of its own."""

    root: Path
    bin: Path
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, root: Path) -> FreshClone:
        """Copies what set-up reads to `root`, with an empty search path beside it."""
        shutil.copytree(ROOT / "docker", root / "docker")
        shutil.copy(ROOT / "valence", root / "valence")
        for part in ("src/valence_interfaces", "standard_interfaces"):
            shutil.copytree(ROOT / "ros2_ws" / part, root / "ros2_ws" / part)
        for name in ("build.py", "python_messages_only.cmake"):
            shutil.copy(ROOT / "ros2_ws" / name, root / "ros2_ws" / name)
        copy_of_pages(root)
        binaries = root.parent / "bin"
        binaries.mkdir()
        clone = cls(root, binaries, {"PATH": str(binaries), "VALENCE_APT": "no", "HOME": str(root.parent)})
        clone.provide(*ALWAYS_THERE)
        return clone

    def provide(self, *names: str) -> None:
        """Puts programs of this machine on the search path."""
        for name in names:
            found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/bin:/bin:/usr/sbin:/sbin")
            if found is not None:
                (self.bin / name).symlink_to(found)

    def pretend(self, name: str, script: str) -> None:
        """Puts a shell script on the search path, in place of a machine that is not at hand."""
        file = self.bin / name
        file.unlink(missing_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(0o755)

    def call(
        self, *arguments: str, command: Path | None = None, cwd: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs the command; returns its exit code and both outputs."""
        return subprocess.run(
            ["/bin/sh", str(command or self.root / "valence"), *arguments],
            env={**self.environment, **variables},
            cwd=cwd or self.root.parent,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def make_ready(self) -> None:
        """Leaves the traces of a finished set-up; its Python says how it was called."""
        python = self.root / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text('#!/bin/sh\nenv\nprintf "<%s>" "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        (self.root / ".venv" / "lib" / "python3.11" / "site-packages" / "ros_rcl.libs").mkdir(parents=True)
        (self.root / ".venv" / ".valence").mkdir()
        self.stamp("ready", "fingerprint")

    def stamp(self, name: str, function: str) -> None:
        """Writes a stamp of set-up as set-up itself computes it."""
        script = f'root=$1; . "$root/docker/setup/state.sh"; find_ros; {function} >"$root/.venv/.valence/{name}"'
        subprocess.run(
            ["/bin/sh", "-eu", "-c", script, "sh", str(self.root)], env=self.environment, check=True, timeout=30
        )
