# SPDX-License-Identifier: Apache-2.0
"""`valence drive MISSION`: a person drives one episode, by keys or a gamepad; a policy can learn from its recording."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from missions.by_hand.gamepad import DEFAULT_DEVICE, PAD_IN_WORDS, Gamepad, GamepadError
from missions.by_hand.hand import Hand, TerminalLostError
from missions.by_hand.kept_drives import DRIVES_FOLDER
from missions.by_hand.keys import KEYS_IN_WORDS
from missions.by_hand.steering import action_range
from missions.episode.launcher import EpisodeError, run_episode
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.spec import Mission
from missions.variation import robot_name
from web_console.command_line import arguments
from web_console.command_line.driving_line import DrivingLine
from web_console.command_line.inputs import given_mission, given_robot, recording_folder
from web_console.command_line.outcome import CommandError, ExitCode, RunOutput, invalid
from web_console.command_line.scorecard_text import scorecard_text
from web_console.command_line.terminal_keys import single_keys
from worlds.robot_spec import load_robot_spec

_KEYBOARD, _GAMEPAD = "keyboard", "gamepad"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("mission", metavar="MISSION", help="name of the mission, see `valence missions`")
    parser.add_argument(
        "--with",
        dest="device_kind",
        type=arguments.one_of("thing to drive with", (_KEYBOARD, _GAMEPAD)),
        default=_KEYBOARD,
        metavar="THING",
        help=f"{_KEYBOARD} (of this terminal) or {_GAMEPAD} (default: {_KEYBOARD})",
    )
    parser.add_argument(
        "--device", type=Path, metavar="FILE", help=f"of a gamepad: its joystick device (default: {DEFAULT_DEVICE})"
    )
    parser.add_argument(
        "--seed", type=arguments.seed, metavar="N", help="which variation of the world; without it the first public one"
    )
    parser.add_argument("--robot", metavar="NAME", help="another robot that the mission allows")
    parser.add_argument(
        "--pace", type=arguments.pace, default=1.0, metavar="N", help=f"pace: {arguments.PACES} (default: 1, real time)"
    )
    parser.add_argument("--record", type=Path, metavar="DIR", help="new or empty folder for what the episode leaves")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, RunOutput]:
    """Lets a person drive, and shows the scorecard."""
    mission = given_mission(given.mission)
    robot = load_robot_spec(robot_name(mission, given_robot(mission, given.robot)))
    if given.device is not None and given.device_kind != _GAMEPAD:
        raise invalid("--device is for a gamepad.", "Add --with gamepad.")
    with contextlib.ExitStack() as stack:
        gamepad = None
        if given.device_kind == _GAMEPAD:
            try:
                gamepad = stack.enter_context(Gamepad(given.device or DEFAULT_DEVICE))
            except GamepadError as error:
                raise invalid(error.message, error.hint) from error
        terminal = _terminal(stack, needed=gamepad is None)
        hand = stack.enter_context(Hand(action_range(mission, robot), terminal=terminal, gamepad=gamepad))
        outcome = _driven(given, mission, hand, PAD_IN_WORDS if gamepad else KEYS_IN_WORDS)
    if hand.failure is not None:
        raise invalid(hand.failure.message, f"{hand.failure.hint} Until then it was recorded: {outcome.folder}")
    card = outcome.scorecard
    if not given.json:
        print(scorecard_text(card, "your hand"))
        print(f"  Scorecard, recording, path and log: {outcome.folder}")
        print(f"  Two drives or more can be learned from: ./valence train {mission.spec.name} --model cloning")
    output = RunOutput.of(outcome)
    if card.verdict in {"program_failed", "node_failed"}:
        return ExitCode.OUR_FAULT, output  # the program is ours
    return ExitCode.PASSED if card.passed else ExitCode.BELOW_PASS_MARK, output


def _terminal(stack: contextlib.ExitStack, *, needed: bool) -> int | None:
    """Opens the terminal; whoever drives by a gamepad can do without."""
    try:
        return stack.enter_context(single_keys())
    except CommandError:
        if needed:
            raise
        return None


def _driven(given: argparse.Namespace, mission: Mission, hand: Hand, how: str) -> EpisodeOutcome:
    """Waits until the person begins, and runs the episode."""
    spec = mission.spec
    line = DrivingLine(lambda: (hand.wish, hand.command, hand.sensed))
    line.say(f"{how[:1].upper()}{how[1:]}.")
    line.say("The episode begins with your first move.")
    try:
        begun = hand.await_first_move()
    except (TerminalLostError, GamepadError) as error:
        raise invalid(error.message, error.hint) from error
    if not begun:
        raise CommandError(ExitCode.INTERRUPTED, "You ended it before it began; nothing was recorded.")
    seed = spec.public_seeds[0] if given.seed is None else given.seed
    request = EpisodeRequest(
        mission=mission,
        program_text=hand.program_text,
        program_name=f"hand_{given.device_kind}.py",
        seed=seed,
        folder=recording_folder(given.record, DRIVES_FOLDER, f"{spec.name}-{seed}"),
        robot=given.robot,
        pace=given.pace,
        trust=True,  # it is the lab's own, and has to hear the hand
    )
    hand.begin()
    try:
        return run_episode(request, line.show)
    except EpisodeError as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    finally:
        line.close()
