# SPDX-License-Identifier: Apache-2.0
"""Labels that a thing may carry: one picture that holds many small ones, and what each of them says.

A model that carries labels has `materials/labels.png` (square cells, row by row) and `materials/labels.json`:
`cell_px`, the side of a cell; `columns`, cells in a row; `practice` and `graded`, one character for each cell, that is
what the cell says: first the cells that practice shows, then those that are kept for grading.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worlds.errors import SdfError
from worlds.sdf.description import PicturePart
from worlds.sdf.document import read_bytes
from worlds.sdf.pictures import read_picture
from worlds.sdf.reader import PROJECT_MODELS

SHEET_PICTURE, SHEET_LIST = "materials/labels.png", "materials/labels.json"
MAX_LIST_BYTES = 100_000
MAX_CELLS = 10_000


@dataclass(frozen=True)
class LabelCell:
    """One label.

    Attributes:
        kind: what it says, one character.
        graded: whether practice never shows it.
        part: its place in the sheet.
    """

    kind: str
    graded: bool
    part: PicturePart


@dataclass(frozen=True)
class LabelSheet:
    """All labels that a model may carry, in the order of the sheet."""

    cells: tuple[LabelCell, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What labels of this sheet say, in order, each once."""
        return tuple(sorted({cell.kind for cell in self.cells}))

    def saying(self, kind: str, *, graded: bool) -> tuple[LabelCell, ...]:
        """Labels that say something, for practice or for grading."""
        return tuple(cell for cell in self.cells if cell.kind == kind and cell.graded == graded)


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    cell_px: Annotated[int, Field(ge=8, le=512)]
    columns: Annotated[int, Field(ge=1, le=500)]
    practice: Annotated[str, Field(min_length=1, max_length=MAX_CELLS, pattern=r"^[0-9A-Za-z]+$")]
    graded: Annotated[str, Field(min_length=1, max_length=MAX_CELLS, pattern=r"^[0-9A-Za-z]+$")]


def carries_labels(model: str) -> bool:
    """Whether a model of the project has a sheet of labels."""
    return (PROJECT_MODELS / model / SHEET_LIST).is_file()


@cache
def read_label_sheet(model: str) -> LabelSheet:
    """Reads the labels of a model of the project.

    Args:
        model: name of a folder in `worlds/models`.

    Raises:
        SdfError: a file is missing or wrong, or the picture has not exactly the cells that the list tells.
    """
    return read_sheet(PROJECT_MODELS / model)


def read_sheet(folder: Path) -> LabelSheet:
    """Reads the labels in a model's folder; raises as `read_label_sheet` does."""
    listed, picture = folder / SHEET_LIST, folder / SHEET_PICTURE
    try:
        known = _List.model_validate(json.loads(read_bytes(listed, MAX_LIST_BYTES, "list of labels")))
    except (ValidationError, ValueError, RecursionError) as error:
        problem = error.errors()[0] if isinstance(error, ValidationError) else None
        what = f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" if problem else "it is no JSON"
        raise SdfError(listed, 0, "", f"the list of labels can't be used: {what[:200]}.") from error
    _, width_px, height_px = read_picture(picture)
    kinds = known.practice + known.graded
    rows = -(-len(kinds) // known.columns)
    needed = (known.columns * known.cell_px, rows * known.cell_px)
    if (width_px, height_px) != needed:
        raise SdfError(
            picture,
            0,
            "",
            f"the sheet has {width_px} × {height_px} pixels; {len(kinds)} labels need {needed[0]} × {needed[1]}.",
            "Make it and its list anew together.",
        )
    size = known.cell_px
    return LabelSheet(
        tuple(
            LabelCell(
                kind,
                number >= len(known.practice),
                PicturePart(picture, number % known.columns * size, number // known.columns * size, size, size),
            )
            for number, kind in enumerate(kinds)
        )
    )
