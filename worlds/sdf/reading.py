# SPDX-License-Identifier: Apache-2.0
"""One reading of a world: which files it may open, what it has read already, what it warned of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

from worlds.errors import SdfError
from worlds.pose import Vec3
from worlds.sdf.description import Mesh, ReaderWarning
from worlds.sdf.document import Document, Element, read_document, shown
from worlds.sdf.element_check import check_elements

RESOURCE_PATH = "GZ_SIM_RESOURCE_PATH"
MAX_MODELS = 2_000
MAX_INSTANCED_ELEMENTS = 200_000
MAX_FACES = 500_000
MAX_WARNINGS = 500


class OutsideFolderError(SdfError):
    """A file names another one that is in none of the folders it may name."""


class MissingFileError(SdfError):
    """A file names another one that is not there."""


def is_only_seen(shape: Element) -> bool:
    """Whether a shape in a `<geometry>` is of a visual, which nothing touches."""
    geometry = shape.parent
    return geometry is not None and geometry.parent is not None and geometry.parent.tag == "visual"


class Reading:
    """State of one `read_world` or `read_model`.

    Attributes:
        folders: where `model://` looks, in this order; with the files' own folders all that may be read.
        warnings: what was left out so far.
        meshes: triangles read so far, by file, scale, part, and whether it is centred.
    """

    def __init__(self, own_folder: Path, model_folders: Iterable[Path]) -> None:
        self.own_folder = own_folder
        self.folders: Sequence[Path] = tuple(model_folders)
        self.warnings: list[ReaderWarning] = []
        self.meshes: dict[tuple[Path, Vec3, str, bool], Mesh] = {}
        self._allowed = [folder.resolve() for folder in (own_folder, *self.folders) if folder.is_dir()]
        self._documents: dict[Path, Document] = {}
        self._models = 0
        self._elements = 0
        self._faces = 0

    def document(self, file: Path) -> Document:
        """Reads and checks an SDF file, once however often it is included.

        Raises:
            SdfError: the file can't be used.
        """
        document = self._documents.get(file)
        if document is None:
            document = self._documents[file] = read_document(file)
            for warning in check_elements(document.root):
                self.warn(warning)
        return document

    def warn(self, warning: ReaderWarning) -> None:
        """Notes what was left out; one and the same thing only once, and not without end."""
        if len(self.warnings) < MAX_WARNINGS and warning not in self.warnings:
            self.warnings.append(warning)

    def warn_of(self, element: Element, message: str) -> None:
        """Notes what was left out at an element."""
        self.warn(ReaderWarning(element.place, message))

    def count_model(self, element: Element) -> None:
        """Counts a model, each time it is included.

        Raises:
            SdfError: there are too many, or they are too large together.
        """
        self._models += 1
        if element.parent is not None and element.parent.tag in ("sdf", "world"):
            # Those of a model inside another are counted with it.
            self._elements += sum(1 for _ in element.walk())
        if self._models > MAX_MODELS:
            raise element.error(f"the world has more than {MAX_MODELS} models.")
        if self._elements > MAX_INSTANCED_ELEMENTS:
            raise element.error(f"the world's models have more than {MAX_INSTANCED_ELEMENTS} elements together.")

    def count_faces(self, element: Element, faces: int) -> None:
        """Counts a mesh's triangles.

        Raises:
            SdfError: there are too many in the world.
        """
        if self._faces + faces > MAX_FACES:
            raise element.error(f"the world's meshes have more than {MAX_FACES} triangles together.")
        self._faces += faces

    def find(self, element: Element, uri: str) -> Path:
        """Finds the file or folder that a URI names, without opening it.

        `model://name/rest` (or `package://`) is looked for in the model folders. A path, or `file://path`, starts
        from the folder of the file that names it, then from the model folders (`file://media/...` of old worlds).

        Raises:
            SdfError: it does not exist, is outside all folders allowed, or would have to be downloaded.
        """
        scheme, separator, rest = uri.partition("://")
        if not separator:
            scheme, rest = "file", uri
        if scheme in ("http", "https", "fuel"):
            return self._downloaded(element, uri, rest)
        if scheme not in ("model", "file", "package"):
            raise element.error(f"{shown(uri)} is no model://, file:// or relative path.")
        rest = unquote(rest)
        if not rest.strip() or not rest.isprintable():
            raise element.error(f"{shown(uri)} names no file.")
        starts = self.folders if scheme != "file" else (element.document.folder, *self.folders)
        for start in starts:
            try:
                found = (start / rest).resolve(strict=True)
            except (OSError, ValueError, RuntimeError):
                continue
            if not any(found.is_relative_to(folder) for folder in self._allowed):
                raise _outside(element, uri)
            return found
        # A path that leads out is refused by its look, so that nobody learns what is there and what is not.
        if ".." in Path(rest).parts or Path(rest).is_absolute():
            raise _outside(element, uri)
        looked = ", ".join(dict.fromkeys(str(start) for start in starts))
        raise _missing(
            element,
            f"{shown(uri)} was not found.",
            f"Looked in: {looked}." + (f" {RESOURCE_PATH} may name more folders." if scheme == "model" else ""),
        )

    def _downloaded(self, element: Element, uri: str, address: str) -> Path:
        """Finds a model of Gazebo's Fuel server (or a file of one) that is in a model folder already.

        `https://HOST/1.0/OWNER/models/NAME[/VERSION][/files/FILE]` is looked for under NAME, as it is or in lower
        case with `_` for blanks, as the folders of Gazebo's models are called.
        """
        parts = unquote(address).strip("/").split("/")
        name, inside = "", ""
        if "models" in parts[:-1]:
            at = parts.index("models") + 1
            name = parts[at]
            inside = "/".join(parts[parts.index("files") + 1 :]) if "files" in parts[at:] else ""
        for tried in dict.fromkeys((name, name.replace(" ", "_"), name.lower().replace(" ", "_"))):
            for folder in self.folders if name.strip(". ") and name.isprintable() else ():
                try:
                    found = (folder / tried / inside).resolve(strict=True)
                except (OSError, ValueError, RuntimeError):
                    continue
                if any(found.is_relative_to(allowed) for allowed in self._allowed):
                    return found
        if not name:
            raise _missing(
                element,
                f"{shown(uri)} is on the network; nothing is downloaded while reading.",
                "Download it into a `models` folder beside the world, and write model://NAME.",
            )
        places = ", ".join(str(folder / name) for folder in self.folders[1:2] or self.folders)
        raise _missing(
            element,
            f"the model {shown(name)} is on the network; nothing is downloaded while reading.",
            f"Download it (`gz fuel download -u ADDRESS`) and put its folder at {places}.",
        )


def _missing(element: Element, message: str, hint: str) -> MissingFileError:
    return MissingFileError(element.document.file, element.line, element.path, message, hint)


def _outside(element: Element, uri: str) -> OutsideFolderError:
    return OutsideFolderError(
        element.document.file,
        element.line,
        element.path,
        f"{shown(uri)} is outside its folder.",
        "A world may only name files in its own folder and in the model folders.",
    )
