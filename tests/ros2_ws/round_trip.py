# SPDX-License-Identifier: Apache-2.0
"""Two rclpy nodes that exchange the workspace's messages; prints what the second one got, as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import rclpy
from builtin_interfaces.msg import Time
from geometry_msgs.msg import TransformStamped
from rclpy.action import ActionClient, ActionServer
from rclpy.executors import SingleThreadedExecutor
from simulation_interfaces.msg import SimulatorFeatures
from simulation_interfaces.srv import GetSimulatorFeatures
from tf2_msgs.msg import TFMessage
from valence_interfaces.action import RunMission
from valence_interfaces.msg import EpisodeState, ObservationDue
from valence_interfaces.srv import StopEpisode
from vision_msgs.msg import Detection2D, Detection2DArray, ObjectHypothesis, ObjectHypothesisWithPose

PATIENCE_S = 60.0


class Exchange:
    """A sending and a receiving node on one executor."""

    def __init__(self) -> None:
        self.sender = rclpy.create_node("sender")
        self.receiver = rclpy.create_node("receiver")
        self._executor = SingleThreadedExecutor()
        self._executor.add_node(self.sender)
        self._executor.add_node(self.receiver)

    def until(self, happened: Callable[[], Any]) -> None:
        """Spins until something has happened; ends the process when it does not."""
        end_s = time.monotonic() + PATIENCE_S
        while not happened():
            if time.monotonic() > end_s:
                sys.exit(f"waited {PATIENCE_S} s in vain")
            self._executor.spin_once(timeout_sec=0.1)

    def message(self, message: Any) -> Any:
        """Sends a message; returns it as it arrived."""
        kind, topic, got = type(message), f"/{type(message).__name__}", []
        publisher = self.sender.create_publisher(kind, topic, 10)
        self.receiver.create_subscription(kind, topic, got.append, 10)
        self.until(publisher.get_subscription_count)
        publisher.publish(message)
        self.until(lambda: got)
        return got[0]

    def answer(self, kind: Any, answering: Callable[[Any, Any], Any], request: Any) -> Any:
        """Calls a service; returns its answer."""
        self.sender.create_service(kind, f"/{kind.__name__}", answering)
        client = self.receiver.create_client(kind, f"/{kind.__name__}")
        self.until(client.service_is_ready)
        future = client.call_async(request)
        self.until(future.done)
        return future.result()

    def run_mission(self) -> tuple[Any, list[Any]]:
        """Runs the action; returns its result and the feedback."""
        feedback: list[Any] = []

        def carry_out(handle: Any) -> Any:
            handle.publish_feedback(RunMission.Feedback(sim_time_s=0.5, note="on the way"))
            handle.succeed()
            return RunMission.Result(score=9.5, passed=handle.request.mission == "first_drive")

        # The name keeps the server alive while its client is served.
        server = ActionServer(self.sender, RunMission, "run_mission", carry_out)
        client = ActionClient(self.receiver, RunMission, "run_mission")
        self.until(client.server_is_ready)
        sent = client.send_goal_async(
            RunMission.Goal(mission="first_drive"), feedback_callback=lambda told: feedback.append(told.feedback)
        )
        self.until(sent.done)
        result = sent.result().get_result_async()
        self.until(lambda: result.done() and feedback)
        server.destroy()
        return result.result().result, feedback


def stop(request: Any, response: Any) -> Any:
    """Answers a request to stop with its own reason."""
    response.success = True
    response.message = f"{request.reason}: seen"
    return response


def features(_request: Any, response: Any) -> Any:
    """Names two features."""
    response.features.features = [SimulatorFeatures.SIMULATION_RESET, SimulatorFeatures.STEP_SIMULATION_SINGLE]
    return response


def detection(colour: str, score: float) -> Detection2D:
    """A detection with one hypothesis."""
    hypothesis = ObjectHypothesis(class_id=colour, score=score)
    return Detection2D(results=[ObjectHypothesisWithPose(hypothesis=hypothesis)])


def main() -> None:
    """Exchanges everything and prints it."""
    rclpy.init()
    exchange = Exchange()
    due = exchange.message(
        ObservationDue(
            step=7,
            episode_id="episode-1",
            topics=["/scan", "/odom"],
            stamps=[Time(sec=1, nanosec=50_000_000), Time(sec=1)],
        )
    )
    state = exchange.message(EpisodeState(state=EpisodeState.RUNNING, seed=2**64 - 1, mission="first_drive"))
    detections = exchange.message(Detection2DArray(detections=[detection("red", 0.5)]))
    transforms = exchange.message(TFMessage(transforms=[TransformStamped(child_frame_id="base_footprint")]))
    stopped = exchange.answer(StopEpisode, stop, StopEpisode.Request(reason="enough"))
    simulator = exchange.answer(GetSimulatorFeatures, features, GetSimulatorFeatures.Request())
    result, feedback = exchange.run_mission()
    seen = {
        "due": [due.step, list(due.topics), [[t.sec, t.nanosec] for t in due.stamps], due.episode_id],
        "state": ["RUNNING" if state.state == EpisodeState.RUNNING else state.state, state.seed, state.mission],
        "detections": [
            [result.hypothesis.class_id, result.hypothesis.score]
            for found in detections.detections
            for result in found.results
        ],
        "transforms": [transform.child_frame_id for transform in transforms.transforms],
        "stopped": [stopped.success, stopped.message],
        "features": list(simulator.features.features),
        "feedback": [feedback[0].sim_time_s, feedback[0].note],
        "score": [result.score, result.passed],
    }
    print(json.dumps(seen))
    rclpy.shutdown()


if __name__ == "__main__":
    main()
