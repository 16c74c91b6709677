# SPDX-License-Identifier: Apache-2.0
"""House rules that no linter knows: `python .ci/house_rules.py`. Prints file:line of each breach; exit code 1 if any.

No tracked or new text file names a package registry's host or a folder of somebody's machine, and no module has more
than 400 lines.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 400
MODULES = (".py", ".sh", ".ts", ".tsx")

# Written in parts, so that this file does not break its own rule.
_HOSTS = re.compile(
    "|".join(
        rf"\b{name}\.{end}\b"
        for name, end in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "(?:org|com)"),
            ("yarnpkg", "com"),
            ("docker", "io"),
            ("quay", "io"),
            ("ghcr", "io"),
            ("anaconda", "(?:org|com)"),
            ("crates", "io"),
            ("proxy.golang", "org"),
        )
    ),
    re.IGNORECASE,
)
# `/home/user/` and the like in an example is a folder of nobody.
_FOLDERS = re.compile(r"(?<![\w.~$}<>-])/(?:home|Users)/(?!user/|\.\.\.)[\w.-]+/")
# A clone in `/lab` would take the paths inside a program's box for its own.
_THIS_CLONE = re.compile(re.escape(f"{ROOT}/") + r"\w" if len(ROOT.parts) > 2 else r"(?!)")


def breaches(name: str, text: str, *, clone: re.Pattern[str] = _THIS_CLONE) -> list[str]:
    """What a file breaks, each with its line.

    Args:
        name: of the file, from the repository's folder.
        text: all of it.
        clone: matches a path into the clone on this machine.
    """
    lines = text.splitlines()
    found = []
    rules = ((_HOSTS, "a registry's host"), (_FOLDERS, "a folder of a machine"), (clone, "this clone"))
    for number, line in enumerate(lines, 1):
        for pattern, what in rules:
            match = pattern.search(line)
            if match:
                found.append(f"{name}:{number}: names {what}: {match.group(0)}")
    if name.endswith(MODULES) and len(lines) > MAX_LINES:
        found.append(f"{name}:{MAX_LINES + 1}: has {len(lines)} lines, and {MAX_LINES} are the most: split it")
    return found


def main() -> int:
    """Looks at every file that git knows or would add."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = sorted(set(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")) - {""})
    found = []
    for name in names:
        file = ROOT / name
        if file.is_symlink() or not file.is_file():
            continue
        data = file.read_bytes()
        if b"\0" not in data[:8192]:
            found += breaches(name, data.decode("utf-8", "replace"))
    sys.stdout.write(("\n".join(found) or f"{len(names)} files keep them.") + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
