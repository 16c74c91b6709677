# SPDX-License-Identifier: Apache-2.0
"""What a model is given: it remembers what it learned from, and says clearly when it is given something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.card import Column
from valence_nodes.learning.datasets import Part, encode
from valence_nodes.learning.errors import DataError, ModelError, meant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORDS = {"pictures": "a picture", "signals": "a window of signals", "numbers": "a row of numbers", "table": "a row"}
_PIXEL_MOST = 255.0


@dataclass(frozen=True)
class Inputs:
    """The form of a model's input.

    Attributes:
        kind: `table` (columns by name), `pictures`, `signals`, or `numbers` (rows of numbers without names).
        shape: of one sample: (features,), (height, width[, 3]) or (samples, channels).
        columns: of a table, in their order.
        fill: for a column that was cleaned: what stands for a missing value, the least and the greatest that count.
    """

    kind: str
    shape: tuple[int, ...]
    columns: tuple[Column, ...] = ()
    fill: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Part) -> Inputs:
        """Takes the form of a part of a dataset; signals that have features beside them are learned from those."""
        if part.kind == "pictures":
            return cls("pictures", tuple(part.pictures.shape[1:]))
        if part.kind == "signals" and not part.features:
            return cls("signals", tuple(part.signals.shape[1:]))
        columns = tuple(part.card.column(name) for name in part.features)
        return cls("table", (len(part.x_names),), columns, part.fill)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the single numbers of a sample, where they have names."""
        named: list[str] = []
        for column in self.columns:
            named += [f"{column.name}={word}" for word in column.values] if column.type == "text" else [column.name]
        return tuple(named)

    def read(self, given: Any) -> tuple[NDArray[np.float32], bool]:
        """Reads samples.

        Args:
            given: a `Part`, a pandas table, one row as a dictionary, or numbers, of one sample or of many. Pictures are
                of 0 to 255, as the camera gives them.

        Returns:
            float32 (n, *shape), of pictures from 0 to 1; and whether one sample was given rather than many.

        Raises:
            ModelError: it is of another form, or some of it is no number.
        """
        if isinstance(given, Part):
            samples, single = self._of_part(given), False
        elif self.kind == "table" and (isinstance(given, Mapping) or hasattr(given, "columns")):
            samples, single = self._of_columns(given)
        else:
            samples, single = self._of_numbers(given)
        samples = self._cleaned(samples)
        self._check_finite(samples)
        return (samples / _PIXEL_MOST if self.kind == "pictures" else samples), single

    def to_json(self) -> dict[str, Any]:
        """Returns what `model.json` holds of it."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Inputs:
        """Reads what `to_json` made.

        Raises:
            ModelError: it is something else.
        """
        try:
            columns = [Column(**{**one, "values": tuple(one["values"])}) for one in given["columns"]]
            fill = {str(name): (float(a), float(b), float(c)) for name, (a, b, c) in given["fill"].items()}
            shape = tuple(int(one) for one in given["shape"])
            read = cls(str(given["kind"]), shape, tuple(columns), fill)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"The model's “inputs” are damaged: {str(error)[:80]}.", "Train it anew.") from error
        if read.kind not in _WORDS or not 1 <= len(shape) <= 3 or not all(0 < one < 10_000_000 for one in shape):
            raise ModelError("The model's “inputs” are damaged.", "Train it anew.")
        return read

    def _of_part(self, part: Part) -> Any:
        try:
            if self.kind == "pictures":
                return self._of_numbers(part.pictures)[0]
            if self.kind == "signals":
                return self._of_numbers(part.signals)[0]
            if self.kind == "table":
                return self._of_columns(part.table)[0]
        except DataError as error:
            raise ModelError(f"The model can't read this dataset: {error.message}", error.hint) from error
        return self._of_numbers(part.x)[0]

    def _of_columns(self, given: Any) -> tuple[Any, bool]:
        single = isinstance(given, Mapping) and not any(hasattr(one, "__len__") for one in _not_texts(given))
        table = {name: [value] for name, value in given.items()} if single else given
        known = list(table.keys())
        for column in self.columns:
            if column.name not in known:
                raise ModelError(
                    f"The model needs the column “{column.name}”, and it was not given.", meant(column.name, known)
                )
        try:
            return encode(table, self.columns), single
        except (TypeError, ValueError) as error:
            raise ModelError(f"A column holds something else than numbers: {str(error)[:120]}.") from error

    def _of_numbers(self, given: Any) -> tuple[Any, bool]:
        import numpy as np  # noqa: PLC0415 - the box starts faster without it

        try:
            samples = np.asarray(given, np.float32)
        except (TypeError, ValueError) as error:
            what = f"{type(given).__name__} ({str(given)[:40]})"
            raise ModelError(
                f"The model was given {what}, which is no array of numbers.", f"It takes {self._wanted()}."
            ) from error
        single = samples.shape == self.shape
        if single:
            samples = samples[None]
        if samples.shape[1:] != self.shape or samples.ndim == 0:
            shown = " × ".join(map(str, samples.shape)) or "a single number"
            hint = "Bring it to that size with cv2.resize." if self.kind == "pictures" else ""
            if self.kind == "pictures" and samples.shape[:2] == self.shape[:2]:
                hint = "One has colours and the other is grey: cv2.cvtColor changes that."
            raise ModelError(f"The model learned from {self._wanted()}, and was given {shown}.", hint)
        return samples, single

    def _wanted(self) -> str:
        return f"{_WORDS[self.kind]} of {' × '.join(map(str, self.shape))}, or many of them"

    def _cleaned(self, samples: Any) -> Any:
        if not self.fill:
            return samples
        import numpy as np  # noqa: PLC0415

        samples = np.array(samples)
        for index, name in enumerate(self.names):
            if name in self.fill:
                instead, least, most = self.fill[name]
                values = np.where(np.isnan(samples[:, index]), instead, samples[:, index])
                samples[:, index] = np.clip(values, least, most)
        return samples

    def _check_finite(self, samples: Any) -> None:
        import numpy as np  # noqa: PLC0415

        bad = ~np.isfinite(samples)
        if not bad.any():
            return
        if self.names:
            index = int(np.argwhere(bad)[0][1])
            name, rows = self.names[index], int(bad[:, index].sum())
            missing = bool(np.isnan(samples[:, index]).any())
            raise ModelError(
                f"A value is missing (NaN) in column “{name}”, in {rows} of {len(samples)} rows."
                if missing
                else f"A number is infinite in column “{name}”, in {rows} of {len(samples)} rows.",
                "Use lab.clean before lab.train; on the command line, --clean.",
            )
        raise ModelError(
            f"There is NaN or an infinite number in {int(bad.reshape(len(samples), -1).any(axis=1).sum())} of "
            f"{len(samples)} samples.",
            "Leave these out, or put a number in their place (numpy.nan_to_num).",
        )


def _not_texts(given: Mapping[str, Any]) -> list[Any]:
    return [one for one in given.values() if not isinstance(one, str)]
