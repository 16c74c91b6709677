# SPDX-License-Identifier: Apache-2.0
"""Makes what parcels and bays show, from scikit-learn's digits: `python missions/catalog/read_and_sort/make_labels.py`.

The digits are the test set of “Optical Recognition of Handwritten Digits” by E. Alpaydin and C. Kaynak (UCI Machine
Learning Repository, 1998, doi:10.24432/C50P49, licence CC BY 4.0), of which `sklearn.datasets.load_digits` is a copy:
1797 pictures of 8 × 8 pixels, written by 13 people, in the order in which they came. They are split by their index:

- 0 to 1199: for learning (`make_data.py`); never in a world,
- 1200 to 1499: in the worlds of the public seeds,
- 1500 to 1796: in all other worlds, so also in those of the hidden seeds.

A label is white, its digit dark and smooth (bicubic), a little askew, with a margin; these are the changes to the
originals.
Run it in the lab's environment, with scikit-learn, from the repository's folder.
"""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
from sklearn.datasets import load_digits

from worlds.label_sheet import SHEET_LIST, SHEET_PICTURE
from worlds.sdf.reader import PROJECT_MODELS

LEARNING, PRACTICE, ALL = 1200, 1500, 1797
CELL_PX, MARGIN_PX, COLUMNS = 64, 6, 27
PAPER, INK = 255, 20
ASKEW_DEG, ASIDE_PX = 15.0, 3.0


def label(digit, index, cell_px=CELL_PX):
    """A label: uint8 (cell_px, cell_px), from a digit of 8 × 8 with 0 to 16 of ink.

    Whoever wrote it was in a hurry: it stands askew, by an angle and a shift that the digit's index draws.
    """
    draw = np.random.Generator(np.random.PCG64([1998, index]))
    inner = cell_px - 2 * MARGIN_PX
    # A pixel more of nothing on each side, so that strokes at the edge end softly too.
    ink = cv2.resize(np.pad(digit / 16.0, 1), (inner, inner), interpolation=cv2.INTER_CUBIC)
    paper = np.pad(np.clip(ink, 0.0, 1.0), MARGIN_PX)
    askew = cv2.getRotationMatrix2D((cell_px / 2, cell_px / 2), draw.uniform(-ASKEW_DEG, ASKEW_DEG), 1.0)
    askew[:, 2] += draw.uniform(-ASIDE_PX, ASIDE_PX, 2)
    paper = cv2.warpAffine(paper, askew, (cell_px, cell_px), flags=cv2.INTER_LINEAR)
    # 32 greys are enough for the eye, and make a file of half the size.
    return (np.round((PAPER + (INK - PAPER) * paper) / 8) * 8).clip(0, PAPER).astype(np.uint8)


def sheet(digits, first, columns=COLUMNS):
    """One picture of labels, row by row, the first of index `first`; what is left of the last row is white."""
    rows = -(-len(digits) // columns)
    picture = np.full((rows * CELL_PX, columns * CELL_PX), PAPER, dtype=np.uint8)
    for number, digit in enumerate(digits):
        top, left = number // columns * CELL_PX, number % columns * CELL_PX
        picture[top : top + CELL_PX, left : left + CELL_PX] = label(digit, first + number)
    return picture


def write_png(file, picture):
    """Writes a picture as small as PNG makes it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file), picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def bay(number):
    """A bay's pad on the floor: its number in print, in a frame."""
    picture = np.full((256, 256, 3), (214, 224, 226), dtype=np.uint8)
    cv2.rectangle(picture, (8, 8), (247, 247), (150, 105, 40), 14)
    (width, height), _ = cv2.getTextSize(str(number), cv2.FONT_HERSHEY_DUPLEX, 5.0, 12)
    place = (128 - width // 2, 128 + height // 2)
    cv2.putText(picture, str(number), place, cv2.FONT_HERSHEY_DUPLEX, 5.0, (150, 105, 40), 12, cv2.LINE_AA)
    return picture


def main():
    """Makes all of them anew."""
    digits = load_digits()
    assert len(digits.images) == ALL
    parcel, bays = PROJECT_MODELS / "parcel_digit", PROJECT_MODELS / "sorting_bays"
    write_png(parcel / SHEET_PICTURE, sheet(digits.images[LEARNING:], LEARNING))
    write_png(parcel / "materials" / "blank.png", label(np.zeros((8, 8)), 0))
    for number in range(10):
        write_png(bays / "materials" / f"bay_{number}.png", bay(number))
    write_png(Path(__file__).with_name("digits.png"), sheet(digits.images[:40], 0, 20))  # for the brief
    kinds = "".join(str(kind) for kind in digits.target)
    listed = {
        "cell_px": CELL_PX,
        "columns": COLUMNS,
        "practice": kinds[LEARNING:PRACTICE],
        "graded": kinds[PRACTICE:],
    }
    Path(parcel / SHEET_LIST).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
