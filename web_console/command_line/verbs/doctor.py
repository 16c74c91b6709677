# SPDX-License-Identifier: Apache-2.0
"""`valence doctor`: what is there, what lacks, and the one line to get it."""

from __future__ import annotations

import argparse
import textwrap

from web_console.command_line.findings import all_findings
from web_console.command_line.outcome import DoctorOutput, ExitCode, Finding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, DoctorOutput]:
    """Looks at everything, and prints each finding as soon as it is there."""
    findings = []
    for finding in all_findings():
        findings.append(finding)
        if not given.json:
            _show(finding)
    lacking = [one for one in findings if one.needed and not one.ok]
    optional = [one for one in findings if not one.needed and not one.ok]
    output = _said(lacking, optional, findings)
    if not given.json:
        print(f"\n{output.message}\n{output.hint}")
    return ExitCode.OUR_FAULT if lacking else ExitCode.PASSED, output


def _said(lacking: list[Finding], optional: list[Finding], findings: list[Finding]) -> DoctorOutput:
    if lacking:
        names = ", ".join(one.name for one in lacking)
        return DoctorOutput(
            verdict="lacking",
            message=f"The lab can't drive yet; this lacks: {names}.",
            hint=next((one.remedy for one in lacking if one.remedy), ""),
            findings=findings,
        )
    message = "The lab is ready."
    if optional:
        message += f" Good to have, but not needed: {', '.join(one.name for one in optional)}."
    hint = "Start with: ./valence run first_drive"
    return DoctorOutput(verdict="ready", message=message, hint=hint, findings=findings)


def _show(finding: Finding) -> None:
    sign = "✔" if finding.ok else "✘" if finding.needed else "–"
    found = textwrap.wrap(finding.found, 76) or [""]
    print(f"{sign} {finding.name:<18} {found[0]}")
    for line in found[1:]:
        print(f"{'':20} {line}")
    if not finding.ok and finding.remedy:
        # Not wrapped: it is there to be copied.
        print(f"{'':20} → {finding.remedy}")
