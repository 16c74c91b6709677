# SPDX-License-Identifier: Apache-2.0
"""`docs/catalogue.md`: a row of figures for each mission, of which single ones can be put in anew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from missions.catalogue_check import ROLES, MissionFigures, Played
from missions.errors import MissionError

CATALOGUE_PAGE = Path(__file__).resolve().parent.parent / "docs" / "catalogue.md"

_TITLE = "# The catalogue in figures"
_HEAD = f"""{_TITLE}

What the programs of each mission win with its hidden seeds: points on average, from the worst seed to the best, and
with how many of the seeds they pass. `./valence check catalogue` measures it, `--mission NAME` one mission, and puts
the rows in anew; it takes minutes a mission.

- **reference**: who passes, by `reference.py`; of several the one that wins least.
- **learned way**: `learned.py`, a policy that was trained, beside a reference that is written
  ([policies.md](policies.md)).
- **best rule**: `rule.py`, the best program that anybody could think of that learns nothing. It must stay below the
  pass mark on average, so that learning is what makes the difference.
- **naive**, **idle**: `naive.py` and its like, and robots that do nothing; of several the one that wins most.
- **learning**: how long `learn(data)` of the reference takes on the machine that measured, on the wall clock.
- **files**: digits that stand for the mission's files; where they are others now, `--resume` measures anew.

Hidden seeds are other ones in each lab, so the figures differ a little from lab to lab.

"""
_COLUMNS = ("mission", "pass mark", "reference", "learned way", "best rule", "naive", "idle", "learning", "files")
_ROW = re.compile(r"^\| ([a-z][a-z0-9_]{0,59}) \|.*\| `([0-9a-f]+)` \|$", re.MULTILINE)


def rows_of(page: Path) -> dict[str, tuple[str, str]]:
    """Reads the rows of the page: by mission its line, and the mark of the files that it is of.

    Raises:
        MissionError: it is another file, which must not be written over.
    """
    try:
        text = page.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise MissionError(f"{page} can't be read: {error}.", "Give another file with --out.") from error
    if not text.startswith(_TITLE):
        raise MissionError(
            f"{page} is no page of this command, and is not written over.", "Give another file with --out."
        )
    return {found[1]: (found[0], found[2]) for found in _ROW.finditer(text)}


def page_text(rows: Mapping[str, str], missions: Sequence[str]) -> str:
    """Writes the page.

    Args:
        rows: lines by mission; those of missions that there are no more are left out.
        missions: all, in the order in which they are to come.
    """
    table = [f"| {' | '.join(_COLUMNS)} |", "|" + "---|" * len(_COLUMNS)]
    table += [rows[name] for name in missions if name in rows]
    lacking = [name for name in missions if name not in rows]
    rest = f"\nNot measured yet: {', '.join(lacking)}.\n" if lacking else ""
    return _HEAD + "\n".join(table) + "\n" + rest


def row_of(figures: MissionFigures) -> str:
    """Writes the row of a mission."""
    learned = "–" if figures.learn_s is None else f"{figures.learn_s:.0f} s"
    cells = [figures.mission, f"{figures.pass_mark:g}"]
    cells += [played_text(figures.played.get(role)) for role in ROLES]
    return f"| {' | '.join(cells)} | {learned} | `{figures.mark}` |"


def played_text(played: Played | None) -> str:
    """Such as `87.3 (80.1 to 92), 5 of 5`; a dash for a program that there is not."""
    if played is None:
        return "–"
    low, high = min(played.scores), max(played.scores)
    spread = "" if low == high else f" ({low:.4g} to {high:.4g})"
    return f"{played.mean:.4g}{spread}, {played.passed} of {len(played.scores)}"
