# SPDX-License-Identifier: Apache-2.0
"""The process inside an episode's ROS graph: simulator, robot node and referee, with the other nodes around it.

The launcher starts it with `python -m missions.episode.episode_process ...` and sends it one episode after
another; node processes and the engine stay warm in between.
"""

from __future__ import annotations

import argparse
import socket
import time
import traceback
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from missions.episode.children import (
    LOOP_NODES,
    PROGRAM_NODE,
    NodeFailedError,
    NodeProcess,
    answers_detections,
    loop_arguments,
)
from missions.episode.program_link import ProgramLink
from valence_nodes.control_channel import ChannelClosedError, ControlChannel

if TYPE_CHECKING:
    from missions.episode.live_view import LiveView
    from missions.referee import Referee

_PROGRESS_EVERY_S = 0.1
_COMPLETE_TIMEOUT_S = 10.0


class EpisodeProcess:
    """Serves episodes of one robot, one engine and one set of nodes."""

    def __init__(self, control: ControlChannel, robot: str, engine: str, nodes: tuple[str, ...]) -> None:
        """Starts the node processes, then loads what takes long, so that both go on at once."""
        self._control = control
        self._told_s = 0.0
        self._stack = ExitStack()
        arguments = ["--robot", robot, *(["--detections"] if answers_detections(nodes) else [])]
        program = ProgramLink(self._stack.enter_context(NodeProcess(PROGRAM_NODE, arguments, controlled=True)))
        processes = {name: self._stack.enter_context(self._loop_node(name, robot)) for name in nodes}
        # Imported only now: they take half a second, in which the nodes come up.
        from missions.episode.one_episode import Cast  # noqa: PLC0415
        from valence_nodes.nodes.robot_node import open_robot_node  # noqa: PLC0415
        from worlds.engines.registry import make_simulator  # noqa: PLC0415

        simulator = make_simulator(engine)
        self._stack.callback(simulator.close)
        watch = tuple(LOOP_NODES[name].topic for name in nodes)
        robot_node = self._stack.enter_context(open_robot_node(robot, watch))
        self._cast = Cast(simulator, robot_node, program, processes)

    @staticmethod
    def _loop_node(name: str, robot: str) -> NodeProcess:
        from worlds.robot_spec import load_robot_spec  # noqa: PLC0415 - a mission without nodes need not wait for it

        return NodeProcess(name, loop_arguments(load_robot_spec(robot)))

    def serve(self) -> None:
        """Runs episodes until the launcher is gone."""
        try:
            while True:
                message = self._control.receive(None)
                if message is not None and message["kind"] == "episode":
                    task = message["episode"]
                    with socket.socket(fileno=self._control.take_handle()) as program_socket:
                        view = self._view() if task.pop("view") else None
                        self._run(task, program_socket, view)
        except ChannelClosedError:
            return
        finally:
            self._stack.close()

    def _view(self) -> LiveView:
        from missions.episode.live_view import LiveView  # noqa: PLC0415 - most episodes are not watched

        return LiveView(socket.socket(fileno=self._control.take_handle()))

    def _run(self, task: dict[str, Any], program_socket: socket.socket, view: LiveView | None) -> None:
        from missions.episode.one_episode import Episode, EpisodeTask  # noqa: PLC0415
        from missions.errors import MissionError  # noqa: PLC0415
        from worlds.errors import WorldsError  # noqa: PLC0415

        try:
            episode = Episode(EpisodeTask(**task), self._cast, view)
            scored = episode.run(program_socket, self._tell_progress, self._complete)
        except (MissionError, WorldsError) as error:
            self._control.send("impossible", message=error.message, hint=error.hint)
        except NodeFailedError as error:
            self._control.send("impossible", message=str(error), hint="")
        except ChannelClosedError:
            raise
        except Exception as error:  # the launcher's user is told; the log has the rest
            traceback.print_exc()
            self._control.send("impossible", message=f"{type(error).__name__}: {error}", hint="")
        else:
            if view is not None:
                view.finish(scored.scorecard)
            rest = self._cast.program.take_unread()
            self._control.send(
                "scored",
                scorecard=scored.scorecard.model_dump(mode="json"),
                broken=scored.broken,
                warnings=scored.warnings,
                log=rest,
            )
        finally:
            if view is not None:
                view.close()

    def _complete(self, failure: dict[str, Any]) -> dict[str, Any]:
        """Lets the launcher, whose child the box is, say why a process ended without a word."""
        if failure["kind"] not in {"gone", "time_step"} or failure["line"] is not None:
            return failure
        self._control.send("why", failure=failure)
        answer = self._control.receive(_COMPLETE_TIMEOUT_S)
        return failure if answer is None else dict(answer["failure"])

    def _tell_progress(self, sim_time_s: float, referee: Referee) -> None:
        now_s = time.monotonic()
        if now_s - self._told_s < _PROGRESS_EVERY_S:
            return
        progress = referee.progress()
        self._told_s = now_s
        self._control.send(
            "progress",
            stage="running",
            sim_time_s=sim_time_s,
            score=progress.score,
            max_score=progress.max_score,
            text=progress.text,
            log=self._cast.program.take_unread(),
        )


def main() -> None:
    """Serves episodes over the control channel that was inherited."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control-fd", type=int, required=True)
    parser.add_argument("--robot", required=True)
    parser.add_argument("--engine", required=True)
    parser.add_argument("--node", action="append", default=[])
    given = parser.parse_args()
    control = ControlChannel.from_fd(given.control_fd)
    try:
        EpisodeProcess(control, given.robot, given.engine, tuple(given.node)).serve()
    except ChannelClosedError:
        return


if __name__ == "__main__":
    main()
