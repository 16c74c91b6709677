# SPDX-License-Identifier: Apache-2.0
"""`valence data list|show|import|collect|export`: the datasets of this lab."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from missions.learning.collecting import CollectRequest, collect
from missions.learning.sensed import SENSES
from missions.recording.recording_error import RecordingError
from valence_nodes.learning.card import check_name
from valence_nodes.learning.exporting import export_dataset
from valence_nodes.learning.importing import ImportRequest, import_file
from valence_nodes.learning.pictures import MAX_SIDE_PX
from valence_nodes.learning.workshop import Opened, Workshop
from web_console.command_line import arguments
from web_console.command_line.learning_outcome import DataOutput, DatasetEntry
from web_console.command_line.outcome import ExitCode, invalid
from web_console.command_line.workshop_inputs import dataset_entry, lab_workshop, told_as_invalid

_ACTIONS = ("list", "show", "import", "collect", "export")
_BOTH = ("title", "licence", "source", "size", "window", "seed")
_ONLY = {"import": ("name", "target", "groups", *_BOTH), "collect": ("sense", "every", "label", *_BOTH)}
_WANTED = {"list": "takes no name", "import": "needs a file", "collect": "needs a name for the dataset"}
_MAX_EVERY_S = 600.0
_MAX_LABEL_CHARS = 60
_MAX_WINDOW_S = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument(
        "action", type=arguments.one_of("thing to do with data", _ACTIONS), metavar="ACTION", help=", ".join(_ACTIONS)
    )
    parser.add_argument("what", nargs="?", metavar="WHAT", help="a dataset or mission; of import: the file")
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="of export: .csv, .parquet or .zip; of collect: a recorded episode, or a folder of some",
    )
    parser.add_argument("--name", metavar="NAME", help="of import: name of the dataset (default: the file's)")
    parser.add_argument("--target", metavar="COLUMN", help="of import: column to learn")
    parser.add_argument("--groups", metavar="COLUMN", help="of import: column that says which rows belong together")
    parser.add_argument("--title", metavar="TEXT", help="of import and collect: title for people")
    parser.add_argument("--licence", metavar="TEXT", help="of both: under which the data may be used")
    parser.add_argument("--source", metavar="TEXT", help="of both: where the data came from")
    parser.add_argument("--size", type=_size, metavar="WxH", help="of both: size that pictures are brought to")
    parser.add_argument(
        "--window", type=_window, metavar="S", help="of both: seconds of a window of sound or of the IMU"
    )
    parser.add_argument("--seed", type=arguments.seed, metavar="N", help="of both: of the split (default: 0)")
    parser.add_argument(
        "--sense", metavar="NAME", help=f"of collect: {', '.join(SENSES)} (default: the first that was recorded)"
    )
    parser.add_argument(
        "--every", type=_every, metavar="S", help="of collect: a sample so often, not what robot.collect marked"
    )
    parser.add_argument("--label", type=_label, metavar="TEXT", help="of collect --every: label of all samples")
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
            opened = _opened(workshop, given)
            if given.action == "export":
                file = given.file
                export_dataset(opened.dataset, file)
            entries = [dataset_entry(opened, looked_into=True)]
    message = _message(given.action, entries, file)
    if not given.json:
        for entry in entries:
            print(_text(entry, at_length=given.action in {"show", "import", "collect"}))
        if given.action != "show":
            print(message)
    return ExitCode.PASSED, DataOutput(message=message, datasets=entries, file=None if file is None else str(file))


def _check_words(given: argparse.Namespace) -> None:
    action = given.action
    for name in dict.fromkeys(one for names in _ONLY.values() for one in names):
        if getattr(given, name) is not None and name not in _ONLY.get(action, ()):
            homes = " and ".join(f"`data {home}`" for home, names in _ONLY.items() if name in names)
            raise invalid(f"--{name} is for {homes} alone.", "Leave it out.")
    if (given.what is not None) != (action != "list"):
        raise invalid(f"`data {action}` {_WANTED.get(action, 'needs a dataset')}.", "See `./valence data --help`.")
    if (given.file is not None) != (action in {"export", "collect"}):
        wanted = {"export": "needs a FILE to write", "collect": "needs a recorded episode, or a folder of some"}
        raise invalid(f"`data {action}` {wanted.get(action, 'takes no second name')}.", "See `./valence data --help`.")
    if given.label is not None and given.every is None:
        raise invalid("--label is for `data collect --every` alone.", "What robot.collect marked has its own labels.")


def _opened(workshop: Workshop, given: argparse.Namespace) -> Opened:
    if given.action == "import":
        return _imported(workshop, given)
    if given.action == "collect":
        return _collected(workshop, given)
    return workshop.open(given.what)


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


def _collected(workshop: Workshop, given: argparse.Namespace) -> Opened:
    check_name("dataset", given.what)
    if not given.file.exists():
        raise invalid(f"There is no recording {given.file}.", "Give an episode.mcap, or a folder of episodes.")
    request = CollectRequest(
        given.what,
        sense=given.sense,
        every_s=given.every,
        label=given.label or "",
        size_px=given.size,
        window_s=given.window or 1.0,
        title=given.title or "",
        licence=given.licence or "",
        source=given.source or "",
        seed=given.seed or 0,
    )
    try:
        stored = workshop.datasets.add(given.what, lambda folder: collect([given.file], request, folder))
    except RecordingError as error:
        raise invalid(error.message, error.hint) from error
    return Opened(stored.reference, stored.dataset, stored)


def _message(action: str, entries: list[DatasetEntry], file: Path | None) -> str:
    if action == "list":
        return f"{len(entries)} dataset{'' if len(entries) == 1 else 's'}."
    entry = entries[0]
    if action == "export":
        return f"{entry.name} was written to {file}."
    done = {"show": "is here", "collect": "was collected"}.get(action, "was taken in")
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


def _every(text: str) -> float:
    if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,6})?", text, re.ASCII) and 0.01 <= float(text) <= _MAX_EVERY_S:
        return float(text)
    raise argparse.ArgumentTypeError(f"“{text[:40]}” is no interval; it must be seconds, 0.01 to {_MAX_EVERY_S:g}")


def _label(text: str) -> str:
    if text.strip() and len(text.strip()) <= _MAX_LABEL_CHARS and text.isprintable():
        return text.strip()
    raise argparse.ArgumentTypeError(f"“{text[:40]}” is no label; it has 1 to {_MAX_LABEL_CHARS} characters on a line")
