# SPDX-License-Identifier: Apache-2.0
"""A console whose disk becomes full: run in a process of its own, with its folder on a small file system."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.web_console.console import running_console


def main(home: Path) -> None:
    """Fills the disk, and prints what people are told."""
    with running_console(home) as console:
        code = console.school_class()
        ada = console.learner(code, "Ada")
        filler = home / "filler"
        with filler.open("wb", buffering=0) as file:
            for size in (65536, 4096, 256, 1):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue
        answer = None
        for number in range(60):
            asked = {"class_code": code, "nickname": f"Learner {number}", "team_name": f"Team {number}"}
            answer = console.visitor(client=(f"10.0.0.{number}", 1)).post("/api/session/join", json=asked)
            if answer.status_code != 200:
                break
        assert answer is not None
        print(answer.status_code, answer.json()["kind"])
        print(ada.get("/api/session").json()["person"]["nickname"])
        filler.unlink()
        asked = {"class_code": code, "nickname": "Bo", "team_name": "There is room again"}
        print(console.visitor().post("/api/session/join", json=asked).status_code)


main(Path(sys.argv[1]))
