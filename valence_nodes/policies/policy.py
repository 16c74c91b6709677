# SPDX-License-Identifier: Apache-2.0
"""The policy port: from the vector of an observation to an answer, learned or written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from valence_nodes.policies.spec import ACTIONS, PolicySpec, Vector

SPEC_KEY = "valence_policy"
"""Under this name the metadata of a net hold its spec."""

MAX_ONNX_BYTES = 64 * 1024 * 1024
"""A larger policy is refused: a small net for a robot has some 50 kB."""


class PolicyError(Exception):
    """A policy can't be used."""


@runtime_checkable
class Policy(Protocol):
    """Decides. It remembers nothing: what it needs of the past is in the observation."""

    @property
    def spec(self) -> PolicySpec:
        """What it is given, and what its answers mean."""

    def decide(self, observation: Vector) -> Vector:
        """Answers an observation.

        Args:
            observation: float32 (spec.size,), as `Observer.look` makes it.

        Returns:
            float32 (2,): speed and turn, each from -1 to 1.
        """


class RulePolicy:
    """A controller written by hand, behind the same port as a learned policy."""

    def __init__(self, spec: PolicySpec, rule: Callable[[dict[str, float]], tuple[float, float]]) -> None:
        """Takes the rule.

        Args:
            spec: what it is given.
            rule: from the observation's numbers by name to a command: forward speed (m/s), turning speed (rad/s).
        """
        self.spec = spec
        self._names = spec.names
        self._rule = rule

    def decide(self, observation: Vector) -> Vector:
        """Asks the rule."""
        checked = _checked(self.spec, observation)
        return self.spec.action.answer(*self._rule(dict(zip(self._names, checked.tolist(), strict=True))))


class OnnxPolicy:
    """A net in ONNX, run by onnxruntime with one thread. It can be pickled, and starts when it is first asked.

    Attributes:
        onnx: the net as bytes; its one input is float32 (n, spec.size), its one output float32 (n, 2), and its metadata
            hold the spec as JSON under `SPEC_KEY`.
    """

    def __init__(self, onnx: bytes) -> None:
        """Takes a net.

        Raises:
            PolicyError: it is larger than a policy for a robot is.
        """
        if len(onnx) > MAX_ONNX_BYTES:
            raise PolicyError(f"The net has {len(onnx)} bytes; a policy has {MAX_ONNX_BYTES} at most.")
        self.onnx = onnx
        self._started: tuple[Any, str, PolicySpec] | None = None

    @classmethod
    def open(cls, file: Path) -> OnnxPolicy:
        """Reads a net from a file, and makes sure that it is a policy.

        Raises:
            PolicyError: it can't be read, or is none.
        """
        try:
            with file.open("rb") as opened:
                policy = cls(opened.read(MAX_ONNX_BYTES + 1))
        except OSError as error:
            raise PolicyError(f"The policy {file} can't be read: {error.strerror}.") from error
        policy._start()
        return policy

    def __getstate__(self) -> dict[str, Any]:
        return {"onnx": self.onnx}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.onnx, self._started = state["onnx"], None

    @property
    def spec(self) -> PolicySpec:
        """What it is given."""
        return self._start()[2]

    def decide(self, observation: Vector) -> Vector:
        """Runs the net.

        Raises:
            PolicyError: it is no policy, or one for other observations.
        """
        session, name, spec = self._start()
        (answer,) = session.run(None, {name: _checked(spec, observation)[None]})
        decided: Vector = np.clip(np.asarray(answer, dtype=np.float32)[0], -1.0, 1.0)
        return decided

    def _start(self) -> tuple[Any, str, PolicySpec]:
        if self._started is None:
            self._started = _session(self.onnx)
        return self._started


def is_policy(onnx: bytes) -> bool:
    """Whether a net says of itself that it is a policy; it is not run for that."""
    return SPEC_KEY.encode() in onnx


def _session(onnx: bytes) -> tuple[Any, str, PolicySpec]:
    import onnxruntime  # noqa: PLC0415 - only a learned policy needs it

    options = onnxruntime.SessionOptions()
    # More threads would only wait for each other in so small a net, and could change the order of its sums.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
        described = session.get_modelmeta().custom_metadata_map.get(SPEC_KEY)
    except Exception as error:  # onnxruntime's errors have no class in common but this
        raise PolicyError(f"This is no net that onnxruntime can run: {str(error)[:200]}") from error
    if described is None:
        raise PolicyError(
            f"This net does not say what it is to be given (its metadata lack {SPEC_KEY}); "
            "policies are written by `./valence train`."
        )
    try:
        spec = PolicySpec.from_plain(json.loads(described))
    except ValueError as error:
        raise PolicyError(f"What this net says of itself makes no sense: {error}") from error
    inputs, outputs = session.get_inputs(), session.get_outputs()
    taken, given = [list(one.shape[1:]) for one in inputs], [list(one.shape[1:]) for one in outputs]
    if taken != [[spec.size]] or given != [[ACTIONS]]:
        raise PolicyError(
            f"The net takes {taken} and gives {given} numbers; it says of itself that it takes one list of {spec.size} "
            f"({', '.join(spec.names)}), and a policy gives one of {ACTIONS}."
        )
    return session, inputs[0].name, spec


def _checked(spec: PolicySpec, observation: npt.ArrayLike) -> Vector:
    checked = np.asarray(observation, dtype=np.float32)
    if checked.shape != (spec.size,) or not np.isfinite(checked).all():
        raise PolicyError(
            f"An observation is {spec.size} finite numbers ({', '.join(spec.names)}); given was {checked.shape}."
        )
    return checked


def decide_many(policy: Policy, observations: Sequence[Vector]) -> npt.NDArray[np.float32]:
    """Answers one observation after another: float32 (n, 2)."""
    return np.stack([policy.decide(one) for one in observations])
