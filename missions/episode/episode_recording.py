# SPDX-License-Identifier: Apache-2.0
"""What of an episode goes into its recording, `episode.mcap`, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from missions.episode.episode_files import PROGRAM_FILE, RECORDING_FILE, SCORECARD_FILE
from missions.recording.floor_map import MAP_FILE, FloorMap
from missions.recording.recorder import Attached, RecordedTopic, Recorder
from missions.recording.truth_events import TruthEvent
from missions.referee import Referee
from missions.scorecard import Scorecard
from valence_nodes.nodes import recorded_messages
from valence_nodes.nodes.offered_qos import qos_text
from valence_nodes.nodes.recorded_messages import TYPES, PoseMessages
from valence_nodes.nodes.robot_node import RobotNode
from valence_nodes.nodes.topics import RELIABLE
from valence_nodes.programs.trace import Trace
from valence_nodes.topic_names import (
    PROGRAM_LOG,
    PROGRAM_PLOT,
    PROGRAM_SAMPLE,
    PROGRAM_STEP,
    TRUTH,
    TRUTH_EVENTS,
    TRUTH_POSES,
)
from worlds.pose import Pose
from worlds.readings import GroundTruth

if TYPE_CHECKING:
    from missions.episode.live_view import LiveView


class EpisodeRecording:
    """The recording of one episode. Ground truth waits in this process until the episode is over.

    Attributes:
        problem: why it is not complete, in words; empty when all is well.
    """

    def __init__(
        self,
        folder: Path,
        robot: RobotNode,
        about: Mapping[str, str],
        program_text: str,
        view: LiveView | None = None,
    ) -> None:
        """Begins it; from now on, the robot node's messages go into it.

        Args:
            folder: of the episode.
            robot: the robot node.
            about: what is run, for the recording's metadata.
            program_text: the program's source.
            view: of those who watch, who are shown the same; None when nobody does.
        """
        topics = [RecordedTopic(name, kind, qos_text(qos)) for name, kind, qos in robot.tapped_topics()]
        topics += [_own(name) for name in TYPES if not name.startswith(TRUTH)]
        program = Attached(PROGRAM_FILE, "text/x-python", program_text.encode("utf-8", "replace"))
        self._recorder = Recorder(folder / RECORDING_FILE, topics, about, [program])
        self._poses: list[tuple[int, dict[str, Pose]]] = []
        self._robot = robot
        self.message = self._recorder.message
        self._view = view
        robot.tap = self._recorder.message
        if view is not None:
            view.begin(_shown(about), {topic.name: topic.type_name for topic in topics})
            robot.tap = self._shown_message

    @property
    def problem(self) -> str:
        """Why it is not complete, in words; empty when all is well."""
        return self._recorder.problem

    def _shown_message(self, topic: str, data: bytes, time_ns: int) -> None:
        self._recorder.message(topic, data, time_ns)
        if self._view is not None:
            self._view.message(topic, data, time_ns)

    def said(self, sim_time_s: float, log: Iterable[Mapping[str, Any]], plots: Iterable[Mapping[str, Any]]) -> None:
        """Takes what the program said and plotted, as it went out on its topics."""
        log, plots = list(log), list(plots)
        if self._view is not None:
            self._view.said(sim_time_s, log, plots)
        time_ns = round(sim_time_s * 1e9)
        for line in log:
            self.message(PROGRAM_LOG, recorded_messages.log_line(line["text"], line["line"], time_ns), time_ns)
        for point in plots:
            self.message(PROGRAM_PLOT, recorded_messages.plot_point(point["name"], point["value"], time_ns), time_ns)

    def sampled(self, sim_time_s: float, dataset: str, label: str) -> None:
        """Takes what the program collected for a dataset."""
        time_ns = round(sim_time_s * 1e9)
        self.message(PROGRAM_SAMPLE, recorded_messages.program_sample(dataset, label, time_ns), time_ns)

    def traced(self, sim_time_s: float, step: int, line: int | None, trace: Mapping[str, Any]) -> None:
        """Takes what the program was doing when it let a step pass: fields of a `Trace`."""
        if self._view is not None:
            self._view.traced(sim_time_s, step, line, trace)
        time_ns = round(sim_time_s * 1e9)
        self.message(PROGRAM_STEP, lambda: recorded_messages.program_step(step, line, Trace(**trace), time_ns), time_ns)

    def step_done(self, truth: GroundTruth, referee: Referee) -> None:
        """Keeps the truth at the end of a step for later, and writes what has gathered if it is time.

        Args:
            truth: at the end of the step.
            referee: counts the points so far, for those who watch.
        """
        poses = {name: state.pose for name, state in truth.entities.items()}
        self._poses.append((round(truth.sim_time_s * 1e9), poses))
        self._recorder.write_due()
        if self._view is not None:
            self._view.step_done(truth, lambda: referee.progress().criteria)

    def write_due(self) -> None:
        """Writes what has gathered, if it is time."""
        self._recorder.write_due()

    def finish(self, scorecard: Scorecard, events: Iterable[TruthEvent], floor: FloorMap) -> None:
        """Adds, now that the episode is over, what was true in it and what it was worth."""
        self._robot.tap = None
        attached = [
            Attached(SCORECARD_FILE, "application/json", scorecard.model_dump_json(indent=2).encode()),
            Attached(MAP_FILE, "application/json", floor.model_dump_json().encode()),
        ]
        topics = [_own(name) for name in TYPES if name.startswith(TRUTH)]
        self._recorder.finish(topics, self._truth(events), attached, _result(scorecard))

    def close(self) -> None:
        """Ends it where it is, if it was not finished."""
        self._robot.tap = None
        self._recorder.close()

    def _truth(self, events: Iterable[TruthEvent]) -> Iterator[tuple[str, bytes, int]]:
        poses = PoseMessages()
        for time_ns, places in self._poses:
            yield TRUTH_POSES, poses.filled(places, time_ns), time_ns
        for event in events:
            time_ns = round(event.sim_time_s * 1e9)
            data = recorded_messages.episode_event(event.kind, event.subject, event.text, event.value, time_ns)
            yield TRUTH_EVENTS, data, time_ns


def _shown(about: Mapping[str, str]) -> dict[str, Any]:
    """What a viewer is told at the beginning."""
    return {
        "mission": about["mission"],
        "robot": about["robot"],
        "control_timestep_s": 1.0 / float(about["control_rate_hz"]),
        "time_limit_s": float(about["time_limit_s"]),
    }


def _own(name: str) -> RecordedTopic:
    return RecordedTopic(name, TYPES[name], qos_text(RELIABLE))


def _result(scorecard: Scorecard) -> dict[str, str]:
    """What came out, as a recording's metadata have it: texts."""
    return {
        "verdict": scorecard.verdict,
        "passed": "true" if scorecard.passed else "false",
        "score": repr(scorecard.score),
        "max_score": repr(scorecard.max_score),
        "pass_mark": repr(scorecard.pass_mark),
        "ending": scorecard.ending,
        "ending_reason": scorecard.ending_reason,
        "sim_time_s": repr(scorecard.sim_time_s),
        "steps": str(scorecard.steps),
        "trajectory_sha256": scorecard.trajectory_sha256,
    }
