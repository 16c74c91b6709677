# SPDX-License-Identifier: Apache-2.0
"""`valence plot FILE`: one page of a recorded episode, as PNG and SVG."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path

from missions.episode.episode_files import RECORDING_FILE
from missions.lab_home import lab_home
from missions.recording.recording import Recording
from missions.recording.recording_error import RecordingError
from missions.whole_file import write_whole
from web_console.command_line.inputs import given_recording
from web_console.command_line.outcome import ExitCode, PlotOutput, invalid

_ENDINGS = (".png", ".svg")
_LOOK_FOR_MAKER_BYTES = 4096


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("file", metavar="FILE", help="a recording (episode.mcap), or the folder of an episode")
    parser.add_argument(
        "--out", metavar="PATH", help="name of the pictures, without .png or .svg (default: beside FILE)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, PlotOutput]:
    """Draws the page and writes its files."""
    recording = _opened(given.file)
    out = _out(given.out, recording.file)
    files = [out.with_name(out.name + ending) for ending in _ENDINGS]
    _keep_matplotlib_at_home()
    # It takes a second; what is wrong with FILE is told before.
    from web_console.episode_figure.page import MAKER, draw_page  # noqa: PLC0415

    for file in files:
        _refuse_others(file, MAKER)
    try:
        page = draw_page(recording)
    except RecordingError as error:
        raise invalid(error.message, error.hint) from error
    for file, content in zip(files, (page.png, page.svg), strict=True):
        try:
            write_whole(file, content)
        except OSError as error:
            raise invalid(f"{file} can't be written: {error.strerror}.", "Give another place with --out.") from error
    sim_time_s = float(page.curves.path.time_s[-1])
    output = PlotOutput(
        message=f"Drew {sim_time_s:.1f} s of {recording.file.name}.",
        hint="" if page.curves.source == "truth" else "Without ground truth, the path is what the wheels say.",
        recording=str(recording.file.absolute()),
        png=str(files[0]),
        svg=str(files[1]),
        path_from=page.curves.source,
        complete=recording.complete,
        sim_time_s=sim_time_s,
    )
    if not given.json:
        print(f"✔ {output.message}{f' {output.hint}' if output.hint else ''}")
        for file in files:
            print(f"  {file}")
    return ExitCode.PASSED, output


def _opened(given: str) -> Recording:
    if not given:
        raise invalid("The path is empty.", f"Give {RECORDING_FILE}, or the folder of an episode.")
    file = Path(given)
    with suppress(OSError, ValueError):  # a name that is too long, or with NUL in it, is told when it is opened
        file = file / RECORDING_FILE if file.is_dir() else file
    return given_recording(file, of_others=True)


def _out(given: str | None, recording: Path) -> Path:
    """The files' common name, without an ending."""
    if given is None:
        recording = recording.absolute()
        return recording.with_suffix("") if recording.suffix == ".mcap" else recording
    out = Path(given)
    if not given or given.endswith(os.sep) or out.name in {"", ".."}:
        raise invalid(f"“{given[:200]}” is no name for pictures.", "Write --out FOLDER/NAME.")
    out = out.absolute()
    return out.with_suffix("") if out.suffix.lower() in _ENDINGS and out.stem else out


def _refuse_others(file: Path, maker: str) -> None:
    """Makes sure that nothing is written over but what this verb has drawn.

    Raises:
        CommandError: something else is there.
    """
    try:
        if not file.is_symlink() and not file.exists():
            return
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as there:
                if maker.encode() in there.read(_LOOK_FOR_MAKER_BYTES):
                    return
    except (OSError, ValueError) as error:
        raise invalid(f"{str(file)[:200]!r} can't be used: {error}.", "Give another place with --out.") from error
    raise invalid(
        f"{file} is there already, and was not drawn by `plot`.",
        "Give another place with --out; nothing is written over.",
    )


def _keep_matplotlib_at_home() -> None:
    """Lets matplotlib keep its list of fonts in the lab's folder, and pass over settings meant for other programs."""
    os.environ["MPLCONFIGDIR"] = str(lab_home() / "matplotlib")
    os.environ["MPLBACKEND"] = "agg"
    os.environ.pop("MATPLOTLIBRC", None)
