# SPDX-License-Identifier: Apache-2.0
"""`check fidelity`: plays recordings of a real Gazebo and prints how far the engine strayed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from web_console.command_line.outcome import ExitCode, FidelityOutput, Measure, PlayedRecording, invalid
from worlds.errors import WorldsError

if TYPE_CHECKING:
    from worlds.fidelity.folder import Compared

ENGINE = "mujoco"
_UNITS = {"distance_m": "m", "yaw_rad": "rad", "edges_px": "px"}
_WHAT = {
    ("distance_m", "all_the_way"): "distance, at worst",
    ("distance_m", "end"): "distance at the end",
    ("yaw_rad", "end"): "heading at the end",
    ("edges_px", "all_the_way"): "edges, at worst",
}
_ROW = "  {0:<12} {1:<20} {2:>11} {3:>9}  {4:<6} {5}"


def check_fidelity(data: str | None, *, quiet: bool) -> tuple[ExitCode, FidelityOutput]:
    """Plays the recordings of a folder.

    Args:
        data: the folder; None for the recordings that come with the lab.
        quiet: prints nothing.

    Raises:
        CommandError: the folder, or a file in it, can't be used.
    """
    # Only this needs the engine; the other checks start faster without it.
    from worlds.engines.mujoco_engine import MujocoEngine  # noqa: PLC0415
    from worlds.fidelity.folder import OWN_RECORDINGS, compare_folder  # noqa: PLC0415

    if data is not None and not data:
        raise invalid("The folder's name is empty.", "Write --data DIR.")
    played = []
    try:
        for compared in compare_folder(OWN_RECORDINGS if data is None else Path(data), MujocoEngine):
            played.append(_output(compared))
            if not quiet:
                _show(played[-1])
    except WorldsError as error:
        raise invalid(error.message, error.hint) from error
    astray = [one.name for one in played if not one.ok]
    said = f"{len(played)} recordings of a real Gazebo: "
    said += (
        f"{len(astray)} of them beyond a limit ({', '.join(astray)[:200]})." if astray else "all within their limits."
    )
    if not quiet:
        print(f"{'✘' if astray else '✔'} {said}")
    output = FidelityOutput(
        verdict="beyond_limits" if astray else "within_limits",
        message=said,
        hint="The physics of all worlds is set in worlds/engines/mujoco/settings.py." if astray else "",
        engine=ENGINE,
        recordings=played,
    )
    return ExitCode.BELOW_PASS_MARK if astray else ExitCode.PASSED, output


def _output(compared: Compared) -> PlayedRecording:
    return PlayedRecording(
        name=compared.name,
        ok=compared.ok,
        sim_time_s=compared.sim_time_s,
        measures=[
            Measure(
                thing=one.thing,
                quantity=one.quantity,
                when=one.when,
                value=one.value,
                limit=one.limit,
                ok=one.ok,
                where=one.where,
            )
            for one in compared.measures
        ],
    )


def _show(one: PlayedRecording) -> None:
    print(f"{one.name} ({one.sim_time_s:g} s)" if one.sim_time_s else one.name)
    for measure in one.measures:
        unit = _UNITS[measure.quantity]
        limit = "–" if measure.limit is None else f"{measure.limit:g} {unit}"
        verdict = "" if measure.limit is None else "ok" if measure.ok else "beyond"
        what = _WHAT[measure.quantity, measure.when]
        row = _ROW.format(measure.thing[:12], what, f"{measure.value:.4f} {unit}", limit, verdict, measure.where)
        print(row.rstrip())
