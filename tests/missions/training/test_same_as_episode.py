# SPDX-License-Identifier: Apache-2.0
"""What drives in training drives the ROS episode to the same bits, and what was recorded there is what it saw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeRequest
from missions.recording.recording import open_recording
from missions.recording.recording_error import RecordingError
from missions.spec import Mission
from missions.training.environment import MissionEnv
from missions.training.evaluation import evaluate
from missions.training.onnx_net import TrainedNet, to_onnx
from missions.training.policy_program import policy_program
from missions.training.recorded_driving import driving_of
from valence_nodes.policies.features import BearingsFeature
from valence_nodes.policies.policy import OnnxPolicy
from valence_nodes.policies.spec import PolicySpec
from valence_nodes.programs.box import box_available


@pytest.fixture(scope="module")
def runner() -> Iterator[EpisodeRunner]:
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    with EpisodeRunner() as one:
        yield one


def any_policy(spec: PolicySpec) -> OnnxPolicy:
    """A net that nobody has trained: it drives somewhere, by all that it senses."""
    draw = np.random.default_rng(5)
    sizes = [(16, spec.size), (2, 16)]
    layers = tuple((draw.normal(0, 0.4, size).astype(np.float32), np.zeros(size[0], np.float32)) for size in sizes)
    return OnnxPolicy(to_onnx(TrainedNet(layers, np.full(spec.size, 0.1), np.full(spec.size, 0.7), 5.0), spec))


@pytest.mark.parametrize("which", ["short_wall", "short_line"])
def test_a_net_drives_the_ros_episode_as_it_drove_in_training(
    which: str, request: pytest.FixtureRequest, runner: EpisodeRunner, tmp_path: Path
) -> None:
    mission: Mission = request.getfixturevalue(which)
    env = MissionEnv(mission)
    policy = any_policy(env.policy)
    observation, _ = env.reset(options={"seed": 2})
    seen, over = [observation], False
    while not over:
        observation, _, terminated, truncated, _ = env.step(policy.decide(observation))
        over = terminated or truncated
        seen.append(observation)
    expected = env.scorecard()

    outcome = runner.run(EpisodeRequest(mission, policy_program(policy, 'a "test"\\'), "net.py", 2, tmp_path / "ros"))
    card = outcome.scorecard
    assert card.failure is None, card.message
    assert card.trajectory_sha256 == expected.trajectory_sha256
    assert (card.score, card.ending, card.steps) == (expected.score, expected.ending, expected.steps)
    (result,) = evaluate(mission, policy, [2]).episodes
    assert result.trajectory_sha256 == card.trajectory_sha256

    recording = open_recording(tmp_path / "ros" / "episode.mcap")
    drive = driving_of(recording, policy.spec)
    steps = policy.spec.steps
    # The last answer of a policy is remembered as 32 bits, that of a driver as a mean of commands.
    assert np.allclose(drive.observations[::steps], np.array(seen[:-1]), atol=1e-6)
    answers = [policy.decide(one) for one in seen[:-1]]
    assert np.allclose(drive.answers[::steps], answers, atol=1e-6)
    assert drive.seed == 2
    if which == "short_wall":
        seeing = PolicySpec(observation=(BearingsFeature(),))
        with pytest.raises(RecordingError, match="has no camera"):
            driving_of(recording, seeing)
    env.close()
