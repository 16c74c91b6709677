# SPDX-License-Identifier: Apache-2.0
"""The policy port: from the vector of an observation to an answer, learned or written by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from valence_nodes.policies.spec import ACTIONS, PolicySpec, Vector

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
        spec: what it is given.
        onnx: the net as bytes; its one input is float32 (n, spec.size), its one output float32 (n, 2).
    """

    def __init__(self, spec: PolicySpec, onnx: bytes) -> None:
        """Takes a net.

        Raises:
            PolicyError: it is larger than a policy for a robot is.
        """
        if len(onnx) > MAX_ONNX_BYTES:
            raise PolicyError(f"The net has {len(onnx)} bytes; a policy has {MAX_ONNX_BYTES} at most.")
        self.spec = spec
        self.onnx = onnx
        self._session: Any = None
        self._input = ""

    def __getstate__(self) -> dict[str, Any]:
        return {"spec": self.spec.plain(), "onnx": self.onnx}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(PolicySpec.from_plain(state["spec"]), state["onnx"])  # type: ignore[misc]

    def decide(self, observation: Vector) -> Vector:
        """Runs the net.

        Raises:
            PolicyError: it is no net, or one for other observations; it says which.
        """
        checked = _checked(self.spec, observation)
        if self._session is None:
            self._start()
        (answer,) = self._session.run(None, {self._input: checked[None]})
        decided: Vector = np.clip(np.asarray(answer, dtype=np.float32)[0], -1.0, 1.0)
        return decided

    def _start(self) -> None:
        import onnxruntime  # noqa: PLC0415 - only a learned policy needs it

        options = onnxruntime.SessionOptions()
        # More threads would only wait for each other in so small a net, and could change the order of its sums.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(self.onnx, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors have no class in common but this
            raise PolicyError(f"This is no net that onnxruntime can run: {str(error)[:200]}") from error
        inputs, outputs = session.get_inputs(), session.get_outputs()
        shapes = [list(one.shape[1:]) for one in (*inputs, *outputs)]
        if len(inputs) != 1 or len(outputs) != 1 or shapes != [[self.spec.size], [ACTIONS]]:
            raise PolicyError(
                f"The net takes {shapes[: len(inputs)]} and gives {shapes[len(inputs) :]} numbers; this policy "
                f"takes one list of {self.spec.size} ({', '.join(self.spec.names)}) and gives one of {ACTIONS}."
            )
        self._input = inputs[0].name
        self._session = session


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
