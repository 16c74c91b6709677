# SPDX-License-Identifier: Apache-2.0
"""What a kind of model is: what it learns from, its options with their limits, how it is trained."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.errors import TrainingError, meant
from valence_nodes.learning.models import CurvePoint, Fitted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Watch = Callable[[CurvePoint], bool]
"""Is told how far a training is; False stops it, and what was best so far is kept."""


@dataclass(frozen=True)
class Option:
    """An option of a kind.

    Attributes:
        name: as it is given.
        about: what it does, for a learner.
        default: without it.
        least: smallest number allowed.
        most: greatest number allowed.
        choices: what is allowed, for an option that is no number.
    """

    name: str
    about: str
    default: int | float | str
    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()

    def read(self, given: object) -> int | float | str:
        """Returns what was given, if it is allowed; a text (from a command line) may hold a number.

        Raises:
            TrainingError: it is not.
        """
        if self.choices:
            if str(given) in self.choices:
                return str(given)
            raise TrainingError(f"{self.name} can't be {str(given)[:40]!r}.", meant(given, self.choices))
        whole = isinstance(self.default, int)
        try:
            number = float(given) if isinstance(given, str | int | float) and not isinstance(given, bool) else math.nan
        except ValueError:
            number = math.nan
        if not self.least <= number <= self.most or (whole and number != round(number)):
            what = "a whole number" if whole else "a number"
            raise TrainingError(
                f"{self.name} can't be {str(given)[:40]!r}.", f"It must be {what} from {self.least:g} to {self.most:g}."
            )
        return int(number) if whole else number


@dataclass(frozen=True)
class TrainingData:
    """What a kind is trained with.

    Attributes:
        x: float32 (n, *shape of a sample), of pictures from 0 to 1, all finite.
        y: for classes int64 (n,), an index into the classes; for numbers float64 (n,); None if there is no target.
        validation: x and y that are not learned from, only looked at; None without.
        task: `classes` or `numbers`, or what the kind finds by itself.
        classes: how many.
        kind: of the samples: `table`, `pictures`, `signals`, `numbers`.
        seed: of everything that chance decides.
        checkpoint: from where a training goes on; None to begin anew.
    """

    x: NDArray[np.float32]
    y: Any
    validation: tuple[NDArray[np.float32], Any] | None
    task: str
    classes: int
    kind: str
    seed: int
    checkpoint: bytes | None = None

    @property
    def flat(self) -> NDArray[np.float32]:
        """`x` as float32 (n, numbers)."""
        return self.x.reshape(len(self.x), -1)


Fit = Callable[[TrainingData, Mapping[str, Any], Watch], Fitted]


@dataclass(frozen=True)
class Kind:
    """A kind of model.

    Attributes:
        name: as it is given to `lab.train`.
        about: what it does, for a learner, in a sentence.
        tasks: what it can tell; `classes` and `numbers` need a target, the others find something by themselves.
        options: that it has.
        fit: trains it.
        needs: modules that it is trained with.
        continues: whether a training can be stopped and go on later.
        most_rows: that it can be trained with in reasonable time.
    """

    name: str
    about: str
    tasks: tuple[str, ...]
    options: tuple[Option, ...]
    fit: Fit
    needs: tuple[str, ...] = ("sklearn", "skl2onnx")
    continues: bool = False
    most_rows: int = 2_000_000

    @property
    def needs_target(self) -> bool:
        """Whether it learns from examples with an answer."""
        return "classes" in self.tasks or "numbers" in self.tasks

    def read_options(self, given: Mapping[str, object]) -> dict[str, int | float | str]:
        """Returns all options, those that were given and the others' defaults.

        Raises:
            TrainingError: there is no such option, or it can't be that.
        """
        known = {option.name: option for option in self.options}
        for name in given:
            if name not in known:
                raise TrainingError(f"A {self.name} has no option “{str(name)[:40]}”.", meant(name, known))
        return {name: option.read(given.get(name, option.default)) for name, option in known.items()}
