# SPDX-License-Identifier: Apache-2.0
"""`valence data list|show|import|export`: the datasets of this lab."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from valence_nodes.learning.card import check_name
from valence_nodes.learning.exporting import export_dataset
from valence_nodes.learning.importing import ImportRequest, import_file
from valence_nodes.learning.pictures import MAX_SIDE_PX
from valence_nodes.learning.workshop import Opened, Workshop
from web_console.command_line import arguments
from web_console.command_line.learning_outcome import DataOutput, DatasetEntry
from web_console.command_line.outcome import ExitCode, invalid
from web_console.command_line.workshop_inputs import dataset_entry, lab_workshop, told_as_invalid

_ACTIONS = ("list", "show", "import", "export")
_IMPORT_ONLY = ("name", "target", "groups", "title", "licence", "source", "size", "window", "seed")
_MAX_WINDOW_S = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument(
        "action", type=arguments.one_of("thing to do with data", _ACTIONS), metavar="ACTION", help=", ".join(_ACTIONS)
    )
    parser.add_argument("what", nargs="?", metavar="WHAT", help="a dataset or mission; of import: the file to import")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="of export: .csv, .parquet or .zip")
    parser.add_argument("--name", metavar="NAME", help="of import: name of the dataset (default: the file's)")
    parser.add_argument("--target", metavar="COLUMN", help="of import: column to learn")
    parser.add_argument("--groups", metavar="COLUMN", help="of import: column that says which rows belong together")
    parser.add_argument("--title", metavar="TEXT", help="of import: title for people")
    parser.add_argument("--licence", metavar="TEXT", help="of import: under which the data may be used")
    parser.add_argument("--source", metavar="TEXT", help="of import: where the data came from")
    parser.add_argument("--size", type=_size, metavar="WxH", help="of import: size that pictures are brought to")
    parser.add_argument("--window", type=_window, metavar="S", help="of import: seconds of a window of sound")
    parser.add_argument("--seed", type=arguments.seed, metavar="N", help="of import: of the split (default: 0)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, DataOutput]:
    """Does it."""
    _check_words(given)
    workshop = lab_workshop(needs_extra=given.action != "list")
    file = None
    with told_as_invalid():
        if given.action == "list":
            entries = [dataset_entry(one, looked_into=False) for one in _all(workshop)]
        else:
            opened = _imported(workshop, given) if given.action == "import" else workshop.open(given.what)
            if given.action == "export":
                file = given.file
                export_dataset(opened.dataset, file)
            entries = [dataset_entry(opened, looked_into=True)]
    message = _message(given.action, entries, file)
    if not given.json:
        for entry in entries:
            print(_text(entry, at_length=given.action in {"show", "import"}))
        if given.action != "show":
            print(message)
    return ExitCode.PASSED, DataOutput(message=message, datasets=entries, file=None if file is None else str(file))


def _check_words(given: argparse.Namespace) -> None:
    action = given.action
    if action != "import":
        for name in _IMPORT_ONLY:
            if getattr(given, name) is not None:
                raise invalid(f"--{name} is for `data import` alone.", "Leave it out.")
    if (given.what is not None) != (action != "list"):
        wanted = "takes no name" if action == "list" else "needs a file" if action == "import" else "needs a dataset"
        raise invalid(f"`data {action}` {wanted}.", "See `./valence data --help`.")
    if (given.file is not None) != (action == "export"):
        wanted = "needs a FILE to write" if action == "export" else "takes no second name"
        raise invalid(f"`data {action}` {wanted}.", "See `./valence data --help`.")


def _all(workshop: Workshop) -> list[Opened]:
    return [workshop.open(name) for name in workshop.missions] + [
        workshop.open(f"{name}:{version}")
        for name in workshop.datasets.names()
        for version in workshop.datasets.versions(name)
    ]


def _imported(workshop: Workshop, given: argparse.Namespace) -> Opened:
    file = Path(given.what)
    name = given.name or re.sub(r"[^a-z0-9_]+", "_", file.stem.lower()).strip("_")[:60]
    check_name("dataset", name)
    request = ImportRequest(
        file,
        name,
        target=given.target or "",
        groups=given.groups or "",
        title=given.title or "",
        licence=given.licence or "",
        source=given.source or "",
        size_px=given.size,
        window_s=given.window,
        seed=given.seed or 0,
    )
    stored = workshop.datasets.add(name, lambda folder: import_file(request, folder))
    return Opened(stored.reference, stored.dataset, stored)


def _message(action: str, entries: list[DatasetEntry], file: Path | None) -> str:
    if action == "list":
        return f"{len(entries)} dataset{'' if len(entries) == 1 else 's'}."
    entry = entries[0]
    if action == "export":
        return f"{entry.name} was written to {file}."
    done = "is here" if action == "show" else "was taken in"
    return f"{entry.name} {done}: {entry.rows:,} rows."


def _text(entry: DatasetEntry, *, at_length: bool) -> str:
    learned = f", to learn: {entry.target}" if entry.target else ""
    lines = [f"{entry.name}  –  {entry.title}", f"    {entry.kind}, {entry.rows:,} rows{learned}"]
    if not at_length:
        return "\n".join(lines)
    if entry.parts is not None:
        lines.append("    " + ", ".join(f"{name} {rows:,}" for name, rows in entry.parts.items()) + " (by episode)")
    if entry.balance is not None:
        lines.append("    " + ", ".join(f"{name}: {rows:,}" for name, rows in list(entry.balance.items())[:20]))
    for column in entry.columns[:40]:
        unit = f" ({column.unit})" if column.unit else ""
        lines.append(f"      {column.name}{unit}: {column.type}{' – ' + column.about if column.about else ''}")
    lines.append(f"    licence: {entry.licence or 'not said'}; from: {entry.source or 'not said'}")
    if entry.frozen:
        lines.append(f"    stays as it is: {', '.join(entry.used_by)} learned from it")
    return "\n".join(lines)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,4})[x×]([0-9]{1,4})", text, re.ASCII)
    if found and all(1 <= int(side) <= MAX_SIDE_PX for side in found.groups()):
        return int(found[1]), int(found[2])
    raise argparse.ArgumentTypeError(f"“{text[:40]}” is no size; such as 24x24, {MAX_SIDE_PX} a side at most")


def _window(text: str) -> float:
    if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,6})?", text, re.ASCII) and 0 < float(text) <= _MAX_WINDOW_S:
        return float(text)
    raise argparse.ArgumentTypeError(f"“{text[:40]}” is no length; it must be seconds, up to {_MAX_WINDOW_S:g}")
