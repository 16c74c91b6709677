# SPDX-License-Identifier: Apache-2.0
"""`valence missions`: the list of missions."""

from __future__ import annotations

import argparse

from missions.spec import mission_names, read_mission
from web_console.command_line.outcome import ExitCode, MissionEntry, MissionsOutput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, MissionsOutput]:
    """Lists every mission."""
    entries = []
    for name in mission_names():
        spec = read_mission(name).spec
        entries.append(
            MissionEntry(
                name=name,
                title=spec.title["en"],
                summary=spec.summary["en"],
                strand=spec.strand,
                tiers=list(spec.tiers),
                robot=spec.robot,
                control_rate_hz=spec.control_rate_hz,
                time_limit_s=spec.time_limit_s,
                public_seeds=list(spec.public_seeds),
            )
        )
    if not given.json:
        for entry in entries:
            print(f"{entry.name}  –  {entry.title}")
            print(f"    {entry.summary}")
            print(
                f"    {entry.strand}; tiers {', '.join(entry.tiers)}; {entry.robot}; "
                f"{entry.control_rate_hz:g} commands a second; {entry.time_limit_s:g} s"
            )
        print("\nTry one: ./valence run " + (entries[0].name if entries else "MISSION"))
    return ExitCode.PASSED, MissionsOutput(
        message=f"{len(entries)} mission{'' if len(entries) == 1 else 's'}.", missions=entries
    )
