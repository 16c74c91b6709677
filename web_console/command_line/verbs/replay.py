# SPDX-License-Identifier: Apache-2.0
"""`valence replay FILE`: plays a recording onto ROS topics."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

from missions.episode.graph import open_graph
from missions.recording.playback import playback, played_topics
from missions.recording.recording import Recording
from missions.recording.recording_error import RecordingError
from valence_nodes.nodes.replay_node import CantReplayError, ReplayNode, open_replay_node
from web_console.command_line import arguments
from web_console.command_line.inputs import given_recording
from web_console.command_line.outcome import ExitCode, ReplayedTopic, ReplayOutput, invalid
from web_console.command_line.replay_line import ReplayLine

_DOMAIN_VARIABLE = "ROS_DOMAIN_ID"
_CUT_OFF = "The recording was cut off: its episode did not come to its end."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    paces = arguments.REPLAY_PACES
    parser.add_argument("file", type=Path, metavar="FILE", help="an episode's recording, episode.mcap")
    parser.add_argument(
        "--pace", type=arguments.replay_pace, default=1.0, metavar="N", help=f"pace: {paces}; without it 1"
    )
    parser.add_argument(
        "--ros-domain",
        type=arguments.ros_domain,
        metavar="N",
        help=f"ROS domain of this machine to play on (default: {_DOMAIN_VARIABLE}, or 0)",
    )
    parser.add_argument("--truth", action="store_true", help="play ground truth, too")
    parser.add_argument("--loop", action="store_true", help="begin anew at the end, until Ctrl-C")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, ReplayOutput]:
    """Plays the recording."""
    recording = given_recording(given.file)
    domain = _domain_of_the_shell() if given.ros_domain is None else given.ros_domain
    os.environ.update(open_graph(domain).environment)
    if not recording.complete and not given.json:
        print(_CUT_OFF, file=sys.stderr)
    topics = played_topics(recording, truth=given.truth)
    line = None if given.json else ReplayLine(recording.end_s, domain)
    try:
        with open_replay_node([(one.name, one.type_name, one.qos) for one in topics], domain) as node:
            if line is not None:
                line.wait()
            node.await_listeners()
            counts = _play(recording, node, given, line)
            while given.loop:
                counts = _play(recording, node, given, line)
    except CantReplayError as error:
        raise invalid(str(error), "Source a ROS 2 that has it, or look at the recording in Foxglove.") from error
    except RecordingError as error:
        raise invalid(error.message, error.hint) from error
    finally:
        if line is not None:
            line.close()
    message = f"Played {sum(counts.values())} messages, {recording.end_s:.2f} s, on ROS domain {domain}."
    if not given.json:
        print(message)
    return ExitCode.PASSED, ReplayOutput(
        message=message,
        hint="" if recording.complete else _CUT_OFF,
        complete=recording.complete,
        ros_domain=domain,
        sim_time_s=recording.end_s,
        topics=[ReplayedTopic(name=one.name, type=one.type_name, messages=counts[one.name]) for one in topics],
    )


def _play(recording: Recording, node: ReplayNode, given: argparse.Namespace, line: ReplayLine | None) -> Counter[str]:
    """Plays it once; returns how many messages went out by topic."""
    counts: Counter[str] = Counter()
    for message in playback(recording, given.pace, truth=given.truth):
        node.publish(message.topic, message.data)
        counts[message.topic] += 1
        if line is not None:
            line.show(message.time_ns / 1e9)
    node.settle()
    return counts


def _domain_of_the_shell() -> int:
    """The domain on which ROS's own tools are when nothing else is said.

    Raises:
        CommandError: the variable holds something else.
    """
    text = os.environ.get(_DOMAIN_VARIABLE) or "0"
    try:
        return arguments.ros_domain(text)
    except argparse.ArgumentTypeError as error:
        raise invalid(f"{_DOMAIN_VARIABLE}: {error}.", "Set it right, or give --ros-domain.") from error
