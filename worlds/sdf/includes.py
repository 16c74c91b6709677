# SPDX-License-Identifier: Apache-2.0
"""`<include>`: from a URI to the model or light in another file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from worlds.errors import SdfError
from worlds.sdf.document import Document, Element, read_document, shown
from worlds.sdf.reading import MissingFileError, Reading

MAX_DEPTH = 16
MAX_NESTED_MODELS = 32
MAX_NAMED = 10
CONFIG = "model.config"
SDF = "model.sdf"


@dataclass(frozen=True)
class Chain:
    """The files that include each other on the way to an element, and how many models it is in."""

    files: tuple[Path, ...] = ()
    models: int = 0

    def entered(self, file: Path, asking: Element | None) -> Chain:
        """Returns the chain with one more file.

        Raises:
            SdfError: the file is on the chain already, or the chain is too long.
        """
        if asking is not None and file in self.files:
            around = [*self.files[self.files.index(file) :], file]
            names = " → ".join(f"{step.parent.name}/{step.name}" for step in around[:8])
            raise asking.error(f"files include each other in a circle: {names}.")
        if asking is not None and len(self.files) > MAX_DEPTH:
            raise asking.error(f"files include each other deeper than {MAX_DEPTH}.")
        return Chain((*self.files, file), self.models)

    def nested(self, asking: Element) -> Chain:
        """Returns the chain with one more model in it.

        Raises:
            SdfError: models are nested too deep.
        """
        if self.models >= MAX_NESTED_MODELS:
            raise asking.error(f"models are nested deeper than {MAX_NESTED_MODELS}.")
        return Chain(self.files, self.models + 1)


def included(include: Element, reading: Reading, chain: Chain) -> tuple[Element, Chain]:
    """Opens what an `<include>` names.

    Returns:
        The `<model>` or `<light>` at the root of the file, and the chain of files to it.

    Raises:
        SdfError: the URI is missing or can't be used, or the file holds neither.
    """
    uri = include.child("uri")
    if uri is None or not uri.text:
        raise include.error("needs a <uri>, such as model://crate.")
    try:
        file = reading.find(uri, uri.text)
    except MissingFileError as error:
        raise uri.error(error.reason, f"{error.hint} {_also_missing(uri, reading)}".strip()) from error
    if file.is_dir():
        file = model_file(file, reading, uri)
    chain = chain.entered(file, uri)
    return only_entity(reading.document(file)), chain


def _also_missing(first: Element, reading: Reading) -> str:
    """Names what else a file includes and is not there, so that nobody has to find one after the other."""
    missing: dict[str, int] = {}
    for element in first.document.root.walk():
        if element.tag != "uri" or element.parent is None or element.parent.tag != "include":
            continue
        if element.text in missing or element.text == first.text:
            continue
        try:
            reading.find(element, element.text)
        except MissingFileError:
            missing[element.text] = element.line
        except SdfError:
            continue
        if len(missing) > MAX_NAMED:
            break
    named = [f"{shown(uri)} (line {line})" for uri, line in missing.items()]
    more = " and more" if len(named) > MAX_NAMED else ""
    return f"Missing as well: {', '.join(named[:MAX_NAMED])}{more}." if named else ""


def only_entity(document: Document) -> Element:
    """Returns the one model or light at a file's root.

    Raises:
        SdfError: there is none, or more than one.
    """
    entities = document.root.all("model", "light", "actor", "world")
    if len(entities) != 1 or entities[0].tag not in ("model", "light"):
        found = ", ".join(f"<{entity.tag}>" for entity in entities[:4]) or "none"
        raise document.root.error(f"an included file holds one <model> or <light>; this one has {found}.")
    return entities[0]


def model_file(folder: Path, reading: Reading, asking: Element | None) -> Path:
    """Returns the SDF file of a model's folder: the newest that model.config names, or model.sdf.

    Raises:
        SdfError: there is none, or it is outside the folder.
    """
    config = folder / CONFIG
    if config.is_file():
        name = _newest(read_document(config, "model"))
        if name:
            file = (folder / name).resolve()
            if not file.is_relative_to(folder.resolve()):
                raise SdfError(config, 0, "model/sdf", f"{shown(name)} is outside its folder.")
            return file
    file = (folder / SDF).resolve()
    if file.is_file() and file.is_relative_to(folder.resolve()):
        return file
    message = f"the folder {folder} has neither {CONFIG} with <sdf> nor {SDF}."
    raise SdfError(folder, 0, "", message) if asking is None else asking.error(message)


def _newest(document: Document) -> str:
    best, name = (-1, -1), ""
    for element in document.root.all("sdf"):
        digits = element.attributes.get("version", "0.0").strip().split(".")[:2]
        numbers = [int(part) if part.isdecimal() and len(part) < 4 else 0 for part in digits]
        version = (numbers[0], numbers[1] if len(numbers) > 1 else 0)
        if element.text and version > best:
            best, name = version, element.text
    return name
