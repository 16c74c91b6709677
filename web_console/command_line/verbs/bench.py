# SPDX-License-Identifier: Apache-2.0
"""`valence bench`: how fast the lab is here, every figure beside the physical limit or a peer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping

from missions.benchmark.figure import Figure
from missions.benchmark.learning import learning_figures
from missions.benchmark.limits import limit_figures
from missions.benchmark.live import live_figures
from missions.benchmark.memory import memory_figures
from missions.benchmark.start_up import start_up_figures
from missions.benchmark.throughput import throughput_figures
from missions.benchmark.training import training_figures
from missions.episode.launcher import EpisodeError
from missions.grading.playing import GradingError
from missions.learning.learn import CannotLearnError
from valence_nodes.learning.extra import MissingExtraError, require_learning
from web_console.benchmark.figures import console_figures
from web_console.benchmark.open_console import NoBrowserError
from web_console.command_line import arguments
from web_console.command_line.bench_text import figure_text, this_machine
from web_console.command_line.live_line import LiveLine
from web_console.command_line.outcome import BenchOutput, CommandError, ExitCode, invalid

Part = Callable[[int], Iterator[Figure]]

_NEED_LEARNING = {"training", "learning"}

_LIVE_S = 15.0
_MOST_LIVE = 32

PARTS: Mapping[str, tuple[str, Part]] = {
    "limit": ("episodes beside their physical limit", limit_figures),
    "start": ("starts, cold and warm", start_up_figures),
    "memory": ("the memory of an episode", lambda _rounds: memory_figures()),
    "grading": ("graded episodes a minute", lambda rounds: throughput_figures(4 * rounds)),
    "training": ("training environments beside the engine's limit", training_figures),
    "learning": ("how long learning takes; some minutes", learning_figures),
    "live": ("how many live episodes this machine carries", lambda _rounds: live_figures(_LIVE_S, _MOST_LIVE)),
}
"""Parts of the benchmark: what each measures, and how, given the rounds."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument(
        "--part",
        type=arguments.one_of("part", tuple(PARTS)),
        action="append",
        metavar="NAME",
        help=f"measure this part alone, can be given several times: {', '.join(PARTS)}",
    )
    parser.add_argument(
        "--rounds",
        type=arguments.whole_number("number of rounds", 1, 20),
        default=3,
        metavar="N",
        help="how often each thing is measured; the best counts (default: 3)",
    )
    parser.add_argument(
        "--console",
        action="store_true",
        help="measure the console in a browser instead (Chromium); it takes some minutes",
    )
    parser.add_argument(
        "--episodes",
        type=arguments.whole_number("number of episodes", 3, 10_000),
        default=30,
        metavar="N",
        help="with --console: how many are watched for the growth of memory (default: 30)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _parts(given: argparse.Namespace) -> list[tuple[str, Part]]:
    if given.console and given.part:
        raise invalid("--console and --part don't go together.", "Measure one after the other.")
    if given.console:
        return [("the console in a browser", lambda rounds: console_figures(rounds, given.episodes))]
    return [PARTS[name] for name in given.part or PARTS if given.part or name not in _NEED_LEARNING or _can_train()]


def _can_train() -> bool:
    """Whether what training needs is installed; nobody has to get it for the other figures."""
    try:
        require_learning()
    except MissingExtraError:
        return False
    return True


def run(given: argparse.Namespace) -> tuple[ExitCode, BenchOutput]:
    """Measures, and prints each figure as soon as it is there."""
    figures: list[Figure] = []
    line = LiveLine()
    try:
        for what, measure in _parts(given):
            if not given.json:
                line.draw(f"Measuring {what} …")
            for figure in measure(given.rounds):
                figures.append(figure)
                if not given.json:
                    line.close()
                    print(figure_text(figure), flush=True)
    except (EpisodeError, GradingError, CannotLearnError, NoBrowserError, MissingExtraError) as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    finally:
        if not given.json:
            line.close()
    missed = [figure.name for figure in figures if figure.met is False]
    output = BenchOutput(
        verdict="goals_missed" if missed else "goals_reached",
        message=f"{len(missed)} of {len(figures)} figures missed their goal: {', '.join(missed)}."
        if missed
        else f"{len(figures)} figures, all goals reached.",
        hint="Nothing else may run meanwhile; the goals are for a machine with 2 cores." if missed else "",
        machine=this_machine(),
        figures=figures,
    )
    if not given.json:
        print(f"{output.message} {output.hint}".rstrip())
    return ExitCode.BELOW_PASS_MARK if missed else ExitCode.PASSED, output
