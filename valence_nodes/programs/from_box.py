# SPDX-License-Identifier: Apache-2.0
"""Words and failures that came out of a box, checked field by field."""

from __future__ import annotations

from typing import Any

from valence_nodes.programs import protocol
from valence_nodes.programs.failure import FAILURE_KINDS, ProgramFailure
from valence_nodes.programs.program_words import LogLine, PlotPoint
from valence_nodes.programs.protocol import PeerGone, ProtocolViolation


def words_of(frame: dict[str, Any]) -> tuple[tuple[LogLine, ...], tuple[PlotPoint, ...]]:
    """What a frame says and plots.

    Raises:
        ProtocolViolation: it is not of the form that it must have.
    """
    log, plots = frame.get("log", []), frame.get("plots", [])
    if not isinstance(log, list) or len(log) > protocol.MAX_LINES_A_STEP:
        raise ProtocolViolation("log must be a short list")
    if not isinstance(plots, list) or len(plots) > protocol.MAX_PLOTS_A_STEP:
        raise ProtocolViolation("plots must be a short list")
    if not all(isinstance(entry, dict) for entry in [*log, *plots]):
        raise ProtocolViolation("log and plots must hold maps")
    return (
        tuple(LogLine(protocol.text(one, "text"), protocol.line_number(one)) for one in log),
        tuple(PlotPoint(protocol.text(one, "name", 60), protocol.finite(one, "value")) for one in plots),
    )


def failure_of(frame: dict[str, Any]) -> ProgramFailure:
    """How a program failed, as its box tells it.

    Raises:
        ProtocolViolation: it is not of the form that it must have.
    """
    kind = protocol.text(frame, "failure", 40)
    if kind not in FAILURE_KINDS:
        raise ProtocolViolation("no such kind of failure")
    return ProgramFailure(
        kind,
        protocol.text(frame, "message"),
        protocol.text(frame, "hint"),
        protocol.line_number(frame),
        protocol.text(frame, "source_line"),
    )


def link_abused(violation: ProtocolViolation) -> ProgramFailure:
    """How a program failed whose box broke the protocol."""
    return ProgramFailure(
        "protocol",
        "Your program wrote into the connection between the box and the robot.",
        "Leave sockets and file handles alone; the robot object is all you need.",
        log_text=str(violation),
    )


def ended_suddenly(gone: PeerGone) -> ProgramFailure:
    """How a program failed whose box is gone; why, the box may know better."""
    return ProgramFailure("gone", "Your program's process ended all of a sudden.", log_text=str(gone))
