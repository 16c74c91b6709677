# SPDX-License-Identifier: Apache-2.0
"""`valence train MISSION|DATASET --model KIND`: trains a model and keeps it; Ctrl-C keeps the best so far."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Literal

from valence_nodes.learning.kinds.kind import Kind
from valence_nodes.learning.kinds.registry import KINDS
from valence_nodes.learning.models import CurvePoint
from valence_nodes.learning.workshop import TrainRequest
from web_console.command_line import arguments
from web_console.command_line.learning_outcome import TrainOutput
from web_console.command_line.outcome import ExitCode, invalid
from web_console.command_line.policy_training import POLICY_KINDS, train_policy
from web_console.command_line.training_line import TrainingLine
from web_console.command_line.workshop_inputs import lab_workshop, model_entry, model_line, told_as_invalid

_LONGEST_NAME = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    kinds = (*KINDS, *POLICY_KINDS)
    parser.add_argument(
        "data",
        metavar="MISSION|DATASET",
        help="a mission with data, a dataset (see `valence data list`), a folder",
    )
    parser.add_argument(
        "--model", type=arguments.one_of("kind of model", kinds), metavar="KIND", required=True, help=", ".join(kinds)
    )
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the kind, such as trees=100; can be given several times. Without a value: lists them",
    )
    parser.add_argument("--target", metavar="COLUMN", help="column to learn (default: the dataset's own)")
    parser.add_argument("--clean", action="store_true", help="put the column's median where a number is missing")
    parser.add_argument("--name", metavar="NAME", help="name of the model (default: DATASET_KIND)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=0, metavar="N", help="of everything that chance decides (default: 0)"
    )
    parser.add_argument("--continue", dest="go_on", metavar="MODEL", help="go on with this model's training (nets)")
    policies = parser.add_argument_group("policies (ppo, cloning), which drive a mission")
    policies.add_argument(
        "--from",
        dest="recordings",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="cloning: recorded episodes to learn from (default: your drives, see `drive`); can be given several times",
    )
    policies.add_argument(
        "--decisions",
        type=arguments.whole_number("number of decisions", 1, 100_000_000),
        metavar="N",
        help="ppo: how many answers it gives in all (default: as many as the missions of the lab need)",
    )
    policies.add_argument(
        "--program",
        type=Path,
        metavar="FILE",
        help="also writes the program that drives with the policy into this file",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, TrainOutput]:
    """Trains the model and shows how good it has become."""
    if given.model in POLICY_KINDS:
        return train_policy(given)
    if given.recordings or given.decisions or given.program is not None:
        raise invalid(f"--from, --decisions and --program are for {' and '.join(POLICY_KINDS)}.", "Leave them out.")
    kind = KINDS[given.model]
    options = _options(kind, given.option)
    if given.seed >= 2**32:
        raise invalid(
            f"The seed of a training is a number below 2³², and this is {given.seed}.", "Choose a smaller one."
        )
    workshop = lab_workshop()
    with told_as_invalid():
        kind.read_options(options)
        opened = workshop.open(given.data)
        go_on = None if given.go_on is None else workshop.models.get(given.go_on)
        name = given.name or f"{opened.dataset.card.name}_{kind.name}"[:_LONGEST_NAME]
        request = TrainRequest(kind.name, name, options, given.target, given.clean, given.seed, go_on)
        line = None if given.json else TrainingLine(f"{kind.name} on {opened.reference}")
        try:
            with _first_interrupt() as interrupt:

                def watch(point: CurvePoint) -> bool:
                    if line is not None:
                        line.show(point)
                    return not interrupt.came

                stored = workshop.train(opened, request, watch)
        finally:
            if line is not None:
                line.close()
    entry = model_entry(stored)
    message = model_line(entry)
    if stored.stopped:
        message = f"Stopped; the best so far was kept. {message}"
    hint = f"Look at it: ./valence evaluate {stored.reference}"
    if not given.json:
        print(f"{message}\n{hint}")
    verdict: Literal["trained", "stopped"] = "stopped" if stored.stopped else "trained"
    code = ExitCode.INTERRUPTED if stored.stopped else ExitCode.PASSED
    return code, TrainOutput(verdict=verdict, message=message, hint=hint, model=entry)


def _options(kind: Kind, given: list[str]) -> dict[str, str]:
    options = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            known = "; ".join(f"{option.name} ({option.default}): {option.about}" for option in kind.options)
            raise invalid(f"“{one[:60]}” is no option with a value.", f"Options of {kind.name}: {known}.")
        options[name.strip()] = value.strip()
    return options


class _Interrupt:
    """Whether Ctrl-C came."""

    def __init__(self) -> None:
        self.came = False


@contextmanager
def _first_interrupt() -> Iterator[_Interrupt]:
    """Lets the first Ctrl-C stop the training after its round; a second one ends it at once, and nothing is kept."""
    interrupt = _Interrupt()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def note(number: int, _frame: FrameType | None) -> None:
        interrupt.came = True
        signal.signal(number, signal.default_int_handler)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, note)
    try:
        yield interrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
