# SPDX-License-Identifier: Apache-2.0
"""Trainings of policies: they learn, come out the same twice, and say what is wrong."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from missions.spec import Mission
from missions.training import ppo
from missions.training.cloning import CloningError, CloningPlan, CloningProgress, clone
from missions.training.evaluation import EpisodeResult, wilson
from missions.training.onnx_net import TrainedNet, to_onnx
from missions.training.policy_training import NoDrivingError, _to_copy, train_by_example
from missions.training.ppo import BEST_FILE, STATE_FILE, TrainingStateError, train
from missions.training.ppo_plan import PpoPlan, PpoProgress
from missions.training.recorded_driving import Driving
from valence_nodes.learning.errors import ModelError
from valence_nodes.policies.features import LastActionFeature, LidarFeature, SpeedFeature
from valence_nodes.policies.policy import MAX_ONNX_BYTES, SPEC_KEY, OnnxPolicy, PolicyError, is_policy
from valence_nodes.policies.spec import PolicySpec

SPEC = PolicySpec(observation=(SpeedFeature(),))


def net(size: int = 2, scale: float = 1.0) -> TrainedNet:
    weights = np.array([[0.5, -0.25], [0.25, 0.5]], np.float32)[:, :size] * np.float32(scale)
    return TrainedNet(((weights, np.zeros(2, np.float32)),), np.zeros(size), np.ones(size), 5.0)


def same(one: TrainedNet, two: TrainedNet) -> bool:
    return all(
        a.tobytes() == b.tobytes()
        for x, y in zip(one.layers, two.layers, strict=True)
        for a, b in zip(x, y, strict=True)
    )


# ---- nets ------------------------------------------------------------------------------------------------------------


def test_a_net_in_onnx_answers_as_its_numbers_do_scaled_cut_off_and_pickled() -> None:
    draw = np.random.default_rng(0)
    shapes = [(8, 2), (2, 8)]
    layers = tuple(
        (draw.normal(size=one).astype(np.float32), draw.normal(size=one[0]).astype(np.float32)) for one in shapes
    )
    trained = TrainedNet(layers, np.array([0.5, -1.0]), np.array([2.0, 0.1]), 5.0)
    policy = pickle.loads(pickle.dumps(OnnxPolicy(to_onnx(trained, SPEC))))
    assert policy.spec == SPEC
    for _ in range(20):
        observation = draw.uniform(-2, 2, 2).astype(np.float32)
        scaled = np.clip((observation - trained.mean) / trained.deviation, -5, 5)
        (w0, b0), (w1, b1) = layers
        expected = np.clip(w1 @ np.tanh(w0 @ scaled + b0) + b1, -1, 1)
        assert policy.decide(observation) == pytest.approx(expected, abs=1e-5)


def test_a_net_that_went_astray_or_does_not_fit_is_not_written() -> None:
    with pytest.raises(ValueError, match="not finite"):
        to_onnx(net(scale=float("nan")), SPEC)
    with pytest.raises(ValueError, match="takes 1 numbers"):
        to_onnx(net(size=1), SPEC)


@pytest.mark.parametrize("wrong", [b"", b"no net", pickle.dumps(print), b"valence_policy" * 10])
def test_what_is_no_net_is_refused_and_never_run(wrong: bytes, tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(wrong)
    with pytest.raises(PolicyError, match="no net that onnxruntime can run"):
        OnnxPolicy.open(file)


def test_nets_that_are_no_policy_or_lie_about_themselves_are_refused(tmp_path: Path) -> None:
    model = onnx.load_from_string(to_onnx(net(), SPEC))
    assert is_policy(model.SerializeToString())
    for described, said in ((None, SPEC_KEY), ("{}", "describes no policy"), ("[", "makes no sense")):
        changed = onnx.ModelProto()
        changed.CopyFrom(model)
        del changed.metadata_props[:]
        if described is not None:
            onnx.helper.set_model_props(changed, {SPEC_KEY: described})
        with pytest.raises(PolicyError, match=said):
            OnnxPolicy(changed.SerializeToString()).spec  # noqa: B018 - it is read for what it says
    other = PolicySpec(observation=(SpeedFeature(), SpeedFeature()))
    onnx.helper.set_model_props(model, {SPEC_KEY: __import__("json").dumps(other.plain())})
    with pytest.raises(PolicyError, match="one list of 4"):
        OnnxPolicy(model.SerializeToString()).decide(np.zeros(4, np.float32))
    with pytest.raises(PolicyError, match="at most"):
        OnnxPolicy(bytes(MAX_ONNX_BYTES + 1))
    with pytest.raises(PolicyError, match="can't be read"):
        OnnxPolicy.open(tmp_path)


@pytest.mark.parametrize("observation", [[0.0], [0.0, np.nan], [[0.0, 0.0]]])
def test_an_observation_that_is_none_is_refused(observation: list[float]) -> None:
    with pytest.raises(PolicyError, match="2 finite numbers"):
        OnnxPolicy(to_onnx(net(), SPEC)).decide(np.array(observation, np.float32))


# ---- shares ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # By R's `binom.confint(x, n, methods = "wilson")`.
    [(8, 10, 0.4901625, 0.9433178), (0, 5, 0.0, 0.4344825), (5, 5, 0.5655175, 1.0), (50, 100, 0.4038315, 0.5961685)],
)
def test_the_confidence_of_a_share_is_wilsons(successes: int, trials: int, low: float, high: float) -> None:
    interval = wilson(successes, trials)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (-1, 3), (4, 3)])
def test_a_share_that_can_not_be_has_no_confidence(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="can't be"):
        wilson(successes, trials)


# ---- by trying -------------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(short_wall: Mission) -> PpoPlan:
    return PpoPlan(str(short_wall.folder), decisions=64, environments=0, rollout=32, hidden=(8,), seeds=(1000,))


def test_trying_comes_out_the_same_twice_and_goes_on(plan: PpoPlan, tmp_path: Path) -> None:
    told: list[PpoProgress] = []
    first = train(plan, tmp_path / "a", told.append)
    assert [one.decisions for one in told] == [32, 64]
    assert first.progress.episodes >= 2
    assert first.progress.mean_score is not None
    assert same(first.net, train(plan, tmp_path / "b").net)
    assert not same(first.net, train(replace(plan, seed=1), tmp_path / "c").net)
    assert OnnxPolicy.open(tmp_path / "a" / BEST_FILE).spec.steps == 3
    further = train(plan, tmp_path / "a", go_on=True)
    assert further.progress.decisions == 128
    assert len(further.progress.curve) > len(first.progress.curve)
    assert not same(first.net, further.net)


def test_ctrl_c_keeps_the_best_so_far(plan: PpoPlan, tmp_path: Path) -> None:
    def interrupt(_: PpoProgress) -> None:
        raise KeyboardInterrupt

    outcome = train(plan, tmp_path, interrupt)
    assert outcome.interrupted
    assert outcome.progress.decisions == 32
    assert (tmp_path / STATE_FILE).is_file()


def test_what_can_not_be_continued_is_explained_and_nothing_in_it_is_run(plan: PpoPlan, tmp_path: Path) -> None:
    with pytest.raises(TrainingStateError, match="no training to continue"):
        train(plan, tmp_path, go_on=True)
    ran = tmp_path / "ran"
    (tmp_path / STATE_FILE).write_bytes(pickle.dumps(_Poison(ran)))
    with pytest.raises(TrainingStateError, match="can't be continued"):
        train(plan, tmp_path, go_on=True)
    assert not ran.exists()
    train(replace(plan, decisions=32), tmp_path / "small")
    with pytest.raises(TrainingStateError, match="can't be continued"):
        train(replace(plan, hidden=(16,)), tmp_path / "small", go_on=True)


class _Poison:
    def __init__(self, place: Path) -> None:
        self._place = place

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self._place,)


def test_the_best_policy_is_the_one_that_passes_most_without_trying_things_out(
    plan: PpoPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares = iter([2, 3, 1, 3])
    driven: list[TrainedNet] = []

    def drive(self: object, one: TrainedNet) -> tuple[EpisodeResult, ...]:
        driven.append(one)
        passed = next(shares, 0)
        scores = [70.0 if seed < passed else 10.0 for seed in range(3)]
        return tuple(EpisodeResult(seed, score, score > 65, 1.0, "") for seed, score in enumerate(scores))

    monkeypatch.setattr(ppo._Follower, "_driven", drive)
    monkeypatch.setattr(ppo, "_WORTH_CHECKING", 100.0)  # everybody is promising
    monkeypatch.setattr(ppo, "_LEAST_EPISODES", 1)
    monkeypatch.setattr(ppo, "_CHECK_EVERY", 1)
    outcome = train(replace(plan, decisions=160, margin=None), tmp_path / "all")
    assert same(outcome.net, driven[1])
    assert outcome.progress.decisions == 160
    shares = iter([2, 3, 1, 3])
    outcome = train(replace(plan, decisions=160, margin=4.0), tmp_path / "until_good")
    assert outcome.progress.decisions < 160  # the second passed all three, with 70 points
    assert same(outcome.net, driven[1])


# ---- by example ------------------------------------------------------------------------------------------------------


def driving(seed: int, count: int = 300) -> Driving:
    """Somebody who turns against what he sees."""
    seen = np.random.default_rng(seed).uniform(-1, 1, (count, 2)).astype(np.float32)
    return Driving(seed, seen, np.stack([seen[:, 0] * 0.5, -seen[:, 1]], axis=1).astype(np.float32))


def test_cloning_answers_as_the_driver_did_and_comes_out_the_same_twice() -> None:
    told: list[CloningProgress] = []
    drives, plan = [driving(seed) for seed in range(5)], CloningPlan(epochs=30)
    outcome = clone(drives, plan, told.append)
    assert [one.epoch for one in told] == list(range(1, 31))
    assert told[-1].validation_error < 0.02 * told[-1].baseline_error
    policy = OnnxPolicy(to_onnx(outcome.net, SPEC))
    assert policy.decide(np.array([0.6, 0.4], np.float32)) == pytest.approx([0.3, -0.4], abs=0.1)
    assert same(outcome.net, clone(drives, plan).net)


def test_whole_drives_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = replace(driving(9), answers=np.ones((300, 2), np.float32))
    outcome = clone([driving(0), driving(1), driving(2), driving(3), strange], CloningPlan(epochs=3))
    assert outcome.curve[-1].validation_error > 0.3  # nothing of that drive was learned


@pytest.mark.parametrize("drives", [[], [driving(0)], [driving(0, 30), driving(1, 30)]])
def test_too_little_driving_is_explained(drives: list[Driving]) -> None:
    with pytest.raises(CloningError, match="Record two drives"):
        clone(drives, CloningPlan())


def test_driving_that_is_no_number_is_explained() -> None:
    broken = driving(0)
    broken.observations[3, 1] = np.nan
    with pytest.raises(CloningError, match="numbers that are none"):
        clone([broken, driving(1)], CloningPlan())


def test_a_copy_is_given_no_habits_and_sees_twice_as_finely() -> None:
    spec = PolicySpec(observation=(LidarFeature(sectors=24), SpeedFeature(), LastActionFeature()))
    assert _to_copy(spec).observation == (LidarFeature(sectors=48),)
    assert _to_copy(PolicySpec(observation=(LidarFeature(sectors=200),))).size == 360


def test_recordings_that_are_none_are_explained(own_lab: Path, short_wall: Mission, tmp_path: Path) -> None:
    with pytest.raises(NoDrivingError, match="no recorded episode"):
        train_by_example(short_wall, "mine", [tmp_path], CloningPlan(), lambda _: None)
    with pytest.raises(ModelError):
        train_by_example(short_wall, "../mine", [tmp_path], CloningPlan(), lambda _: None)
