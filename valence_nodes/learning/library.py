# SPDX-License-Identifier: Apache-2.0
"""The datasets of a lab: a folder each, a folder a version in it. What a model was trained with stays as it is."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from valence_nodes.learning.card import check_name
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import DataError, meant
from valence_nodes.learning.versions import REFERENCE, names_in, versions_in

_USED_FILE = "used.json"


@dataclass(frozen=True)
class StoredDataset:
    """A version of a dataset in the library.

    Attributes:
        name: of the dataset.
        version: from 1.
        dataset: itself.
        used_by: models that were trained with it; with one, it is frozen.
    """

    name: str
    version: int
    dataset: Dataset
    used_by: tuple[str, ...]

    @property
    def frozen(self) -> bool:
        """Whether it must stay as it is."""
        return bool(self.used_by)

    @property
    def reference(self) -> str:
        """`name:version`."""
        return f"{self.name}:{self.version}"


@dataclass(frozen=True)
class _Used:
    """What `used.json` says: what the dataset was when it was learned from, and which models did."""

    sha256: str
    by: tuple[str, ...]


class DatasetLibrary:
    """Datasets in a folder, each in versions that are never written over."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder; it need not be there yet."""
        self.folder = folder

    def names(self) -> list[str]:
        """Returns the names of all datasets."""
        return names_in(self.folder)

    def versions(self, name: str) -> list[int]:
        """Returns the versions of a dataset, rising; none if there is no such dataset."""
        return versions_in(self.folder, name)

    def add(self, name: str, make: Callable[[Path], Dataset]) -> StoredDataset:
        """Takes a dataset in as a new version.

        Args:
            name: of the dataset.
            make: writes it into the folder that it is given, and returns it.

        Returns:
            The new version; the newest one if that holds just the same.

        Raises:
            DataError: it can't be made, or not be kept.
        """
        check_name("dataset", name)
        place = self.folder / name
        try:
            place.mkdir(parents=True, exist_ok=True)
            # What is half there must never look like a version.
            with tempfile.TemporaryDirectory(prefix=".new-", dir=place) as beside:
                made = make(Path(beside) / "data")
                known = self.versions(name)
                if known and (newest := self.get(f"{name}:{known[-1]}")).dataset.sha256 == made.sha256:
                    return newest
                version = (known[-1] if known else 0) + 1
                made.folder.rename(place / f"v{version}")
        except OSError as error:
            raise DataError(f"The dataset can't be kept in {place}: {error.strerror}.") from error
        finally:
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()
        return self.get(f"{name}:{version}")

    def get(self, reference: str) -> StoredDataset:
        """Opens a dataset by `name` (its newest version) or `name:version`.

        Raises:
            DataError: there is none, or it was changed although a model was trained with it.
        """
        match = REFERENCE.fullmatch(reference)
        if match is None or not (known := self.versions(match["name"])):
            name = reference.split(":", maxsplit=1)[0]
            raise DataError(f"There is no dataset “{reference[:60]}”.", meant(name, self.names()))
        version = int(match["version"] or known[-1])
        if version not in known:
            raise DataError(
                f"The dataset {match['name']} has no version {version}.", f"There are: {', '.join(map(str, known))}."
            )
        dataset = Dataset.open(self.folder / match["name"] / f"v{version}")
        used = self._used(dataset.folder)
        if used is not None and used.sha256 != dataset.sha256:
            raise DataError(
                f"The dataset {reference} was changed after {', '.join(used.by[:3])} had learned from it.",
                "Put the old files back, or import the data anew: that makes a new version.",
            )
        return StoredDataset(match["name"], version, dataset, used.by if used else ())

    def freeze(self, stored: StoredDataset, used_by: str) -> None:
        """Notes that a model was trained with a dataset, which from then on must stay as it is."""
        file = stored.dataset.folder / _USED_FILE
        used = self._used(stored.dataset.folder)
        by = [*(used.by if used else ()), used_by]
        text = json.dumps({"sha256": stored.dataset.sha256, "by": list(dict.fromkeys(by))}) + "\n"
        beside = file.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)

    def remove(self, stored: StoredDataset) -> None:
        """Deletes a version that nothing was trained with.

        Raises:
            DataError: something was.
        """
        if self._used(stored.dataset.folder):
            raise DataError(
                f"{stored.reference} stays: {', '.join(stored.used_by[:3])} learned from it.", "Import a new version."
            )
        shutil.rmtree(stored.dataset.folder)

    def _used(self, folder: Path) -> _Used | None:
        try:
            given = json.loads((folder / _USED_FILE).read_text(encoding="utf-8"))
            return _Used(str(given["sha256"]), tuple(map(str, given["by"])))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(f"{folder / _USED_FILE} is damaged.", "Import the data anew.") from error
