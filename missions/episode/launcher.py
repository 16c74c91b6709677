# SPDX-License-Identifier: Apache-2.0
"""Runs episodes: starts the ROS graph and the program's box side by side, and brings the scorecard home.

The box is started here, outside the graph's namespaces, and not inside them: nested user namespaces are what
Ubuntu's AppArmor forbids. The two meet only in a socket pair, one end each.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from missions.episode.cores import Core
from missions.episode.episode_files import PROGRAM_FILE
from missions.episode.graph import NoGraphError, RosGraph, open_graph
from missions.episode.request import EpisodeOutcome, EpisodeProgress, EpisodeRequest
from missions.learning.learning_report import copy_report
from missions.scorecard import Scorecard
from valence_nodes.control_channel import ChannelClosedError, ControlChannel
from valence_nodes.process_group import end_group
from valence_nodes.programs.box import Box, BoxFiles, BoxLimits, BoxUnavailableError, start_box
from valence_nodes.programs.learner_errors import source_line
from valence_nodes.programs.protocol import visible
from worlds.errors import HintedError

EPISODE_MODULE = "missions.episode.episode_process"
_REPOSITORY = Path(__file__).resolve().parents[2]
_SILENCE_S = 60.0
"""How long the episode process may say nothing; it tells of its progress ten times a second while it steps."""

OnProgress = Callable[[EpisodeProgress], None]


class EpisodeError(HintedError):
    """An episode could not be run, through no fault of the program."""


class EpisodeRunner:
    """Runs episodes one after another and keeps their processes warm in between. Use it in a `with`."""

    def __init__(self) -> None:
        self._warm: _WarmGraph | None = None

    def run(self, request: EpisodeRequest, on_progress: OnProgress | None = None) -> EpisodeOutcome:
        """Runs one episode.

        Args:
            request: what to run.
            on_progress: told about ten times a second.

        Raises:
            EpisodeError: it could not be run, or a process of ours broke down.
        """
        robot = request.robot or request.mission.spec.robot
        request.folder.mkdir(parents=True, exist_ok=True)
        (request.folder / PROGRAM_FILE).write_text(request.program_text, encoding="utf-8")
        copy_report(request.model, request.folder)
        self.warm_up(request)
        assert self._warm is not None
        try:
            outcome = self._run(request, robot, on_progress or _unseen)
            if self._warm.broken:
                self.close()
            return outcome
        except BaseException:
            # Whatever went wrong, the next episode starts from nothing.
            self.close()
            raise

    def warm_up(self, request: EpisodeRequest) -> None:
        """Starts the processes that an episode needs, as far as none are warm, and does not wait for them.

        Args:
            request: of the episode that is expected; its program, seed and folder don't matter.

        Raises:
            EpisodeError: they can't be started.
        """
        spec = request.mission.spec
        robot = request.robot or spec.robot
        setting = _Setting(robot, request.engine, spec.nodes, request.ros_domain, alone=request.pace == 0)
        if self._warm is not None and self._warm.setting != setting:
            self.close()
        if self._warm is None:
            self._warm = _WarmGraph(setting)

    def _run(self, request: EpisodeRequest, robot: str, tell: OnProgress) -> EpisodeOutcome:
        """Runs one episode in the warm graph, with a box of its own."""
        assert self._warm is not None
        spec = request.mission.spec
        limits = BoxLimits(memory_bytes=spec.limits.memory_mb * 1024 * 1024, cpu_s=round(spec.limits.total_wall_s) + 1)
        model = request.model
        files = BoxFiles(
            learning=spec.learning is not None or model is not None, model=None if model is None else model.file
        )
        with contextlib.ExitStack() as stack:
            ours, theirs = map(stack.enter_context, socket.socketpair())
            try:
                with self._warm.core.for_children():
                    box = start_box(theirs, limits, trust=request.trust, files=files)
            except BoxUnavailableError as error:
                raise EpisodeError(error.message, f"{error.hint} — or run your own program with --trust.") from error
            stack.callback(box.close)
            theirs.close()
            task = {
                "mission_folder": str(request.mission.folder.resolve()),
                "program_text": request.program_text,
                "program_name": request.program_name,
                "seed": request.seed,
                "robot": robot,
                "engine": request.engine,
                "pace": request.pace,
                "folder": str(request.folder.resolve()),
                "hidden": request.hidden,
                "trace": request.trace,
                "view": request.view is not None,
                "model_file": files.places(trust=request.trust).get("model_file"),
                "model": None if model is None else model.used.model_dump(mode="json"),
            }
            return self._warm.run(task, ours, box, request, tell)

    def close(self) -> None:
        """Ends all processes."""
        if self._warm is not None:
            self._warm.close()
            self._warm = None

    def __enter__(self) -> EpisodeRunner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def run_episode(request: EpisodeRequest, on_progress: OnProgress | None = None) -> EpisodeOutcome:
    """Runs one episode with processes of its own; arguments and errors as in `EpisodeRunner.run`."""
    with EpisodeRunner() as runner:
        return runner.run(request, on_progress)


@dataclass(frozen=True)
class _Setting:
    """What a warm graph can be used again for; `alone`: all its processes share one core (see `cores`)."""

    robot: str
    engine: str
    nodes: tuple[str, ...]
    ros_domain: int | None
    alone: bool


class _WarmGraph:
    """A ROS graph with its episode process."""

    def __init__(self, setting: _Setting) -> None:
        self.setting = setting
        self.broken = False
        robot, engine, nodes, ros_domain = setting.robot, setting.engine, setting.nodes, setting.ros_domain
        # Whatever interrupts the start, what was begun is undone.
        with contextlib.ExitStack() as undo:
            # It has no name, so that nothing is left in the temporary folder however this process ends.
            self._log = undo.enter_context(tempfile.TemporaryFile())
            try:
                self._graph: RosGraph = open_graph(ros_domain)
            except NoGraphError as error:
                raise EpisodeError(str(error), "Wait until one has ended.") from error
            undo.callback(self._graph.close)
            self._control, theirs = ControlChannel.pair()
            undo.callback(self._control.close)
            command = [*self._graph.prefix, sys.executable, "-m", EPISODE_MODULE]
            command += ["--control-fd", str(theirs.fileno()), "--robot", robot, "--engine", engine]
            for node in nodes:
                command += ["--node", node]
            self.core = Core(setting.alone)
            undo.callback(self.core.close)
            with theirs, self.core.for_children():
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=self._log,
                    stderr=self._log,
                    pass_fds=(theirs.fileno(),),
                    env=self._graph.environment,
                    cwd=_REPOSITORY,
                    start_new_session=True,
                )
            undo.callback(self._end_process)
            self._undo = undo.pop_all()

    def run(
        self, task: dict[str, Any], program: socket.socket, box: Box, request: EpisodeRequest, tell: OnProgress
    ) -> EpisodeOutcome:
        """Runs one episode in the graph."""
        time_limit_s = request.mission.spec.time_limit_s
        log: list[str] = []
        tell(EpisodeProgress("preparing", 0.0, time_limit_s, 0.0, request.mission.spec.max_score, ""))
        try:
            handles = (program.fileno(), *(() if request.view is None else (request.view.fileno(),)))
            self._control.send("episode", handles=handles, episode=task)
            # The node has its own copy now; while this one is open, the box would not see the node's end.
            program.close()
            if request.view is not None:
                request.view.close()
            while True:
                message = self._control.receive(max(_SILENCE_S, 3 * request.mission.spec.limits.step_wall_s))
                if message is None:
                    raise EpisodeError("The episode hangs.", f"Its log: {self._keep_log(request.folder)}")
                match message["kind"]:
                    case "progress":
                        said = tuple(message["log"])
                        log += said
                        tell(
                            EpisodeProgress(
                                message["stage"],
                                message["sim_time_s"],
                                time_limit_s,
                                message["score"],
                                message["max_score"],
                                message["text"],
                                said,
                            )
                        )
                    case "why":
                        self._control.send("because", failure=_completed(message["failure"], box, request.program_text))
                    case "impossible":
                        raise EpisodeError(
                            message["message"], message["hint"] or f"See {self._keep_log(request.folder)}"
                        )
                    case "scored":
                        scorecard = Scorecard.model_validate(message["scorecard"])
                        log += message["log"]
                        if message["log"]:
                            last = scorecard.score, scorecard.max_score
                            tell(
                                EpisodeProgress(
                                    "scoring", scorecard.sim_time_s, time_limit_s, *last, "", tuple(message["log"])
                                )
                            )
                        self.broken = bool(message["broken"])
                        if self.broken:
                            self._keep_log(request.folder)
                        return EpisodeOutcome(scorecard, request.folder, tuple(log), tuple(message["warnings"]))
        except ChannelClosedError as error:
            raise EpisodeError(
                "The episode's process ended all of a sudden.", f"Its log: {self._keep_log(request.folder)}"
            ) from error

    def close(self) -> None:
        """Ends every process of the graph."""
        self._undo.close()

    def _end_process(self) -> None:
        self._control.close()
        try:
            self._process.wait(0.5)
        except subprocess.TimeoutExpired:
            end_group(self._process)
            self._process.wait()

    def _keep_log(self, folder: Path) -> Path:
        kept = folder / "nodes.log"
        # Not with seek, for the processes that write to it have the same place in it.
        handle = self._log.fileno()
        kept.write_bytes(os.pread(handle, os.fstat(handle).st_size, 0))
        return kept


def _completed(failure: dict[str, Any], box: Box, program_text: str) -> dict[str, Any]:
    """Adds what only the box's parent knows: the line at which it hangs, or how its process ended."""
    # A late program's box may have ended by now, for its node has closed the socket; it was late all the same.
    late = failure["kind"] == "time_step"
    failure = {**failure, "line": box.busy_line()} if late else asdict(box.why_it_died())
    # The program may have written that line's number itself, and what stands there is its author's.
    source = visible(source_line(program_text, failure["line"]))
    return {**failure, "line": failure["line"] if source else None, "source_line": source}


def _unseen(_progress: EpisodeProgress) -> None:
    """Stands where nobody watches."""
