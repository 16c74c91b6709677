# SPDX-License-Identifier: Apache-2.0
"""The benchmark's figures for people, and the machine that they were measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from missions.benchmark.figure import Figure
from missions.grading.local_pool import usable_cores
from web_console.command_line.outcome import Machine
from worlds.engines.registry import simulator_features

ENGINE = "mujoco"


def figure_text(figure: Figure) -> str:
    """One line: the figure, its goal, whether it was reached."""
    sign = {True: "✔", False: "✘", None: "–"}[figure.met]
    wanted = ""
    if figure.goal is not None:
        side = "≥" if figure.bound == "at_least" else "≤"
        wanted = f"{side} {figure.goal:g}"
        if figure.aim is not None:
            wanted += f" (aim {figure.aim:g})"
    return f"{sign} {figure.name:<16} {figure.value:>8g} {figure.unit:<12} {wanted:<16} {figure.what}"


def this_machine() -> Machine:
    """Describes this machine."""
    features = simulator_features(ENGINE)
    return Machine(
        processor=_processor(),
        cores=usable_cores(),
        memory_mb=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000,
        kernel=platform.release(),
        python=platform.python_version(),
        engine=f"{features.engine} {features.version}",
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "Model")))
    return next(names, platform.machine())
