# SPDX-License-Identifier: Apache-2.0
"""Checks programs in a process of its own: `python -m web_console.programs.check_process`.

Python's parser may be made to take for ever, to eat all memory or to crash, by texts that are written for it. Here it
takes nothing along: the process ends itself when one program takes too long.

A line of JSON comes in (`text`), a line of JSON goes out (`problems`, `complete`).
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import resource
import signal
import sys

from valence_nodes.programs.program_check import check_program

CPU_LIMIT_S = 2.0
"""Computing time that one check may take; a usual program takes some thousandths."""

MEMORY_BYTES = 512 * 1024 * 1024
MAX_PROBLEMS = 100


def main() -> None:
    """Answers until its input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's affair
    # What this signal does by itself, it does in the middle of the parser too: it ends the process.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for line in sys.stdin.buffer:
        text = json.loads(line)["text"]
        signal.setitimer(signal.ITIMER_PROF, CPU_LIMIT_S)
        found = check_program(text)
        problems = [dataclasses.asdict(one) for one in itertools.islice(found, MAX_PROBLEMS)]
        answer = json.dumps({"problems": problems, "complete": True})
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
