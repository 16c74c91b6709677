# SPDX-License-Identifier: Apache-2.0
"""An SDF file as a tree of elements, read so that no input can hang, crash or reach outside.

Expat, from Python's own library, reads the bytes: it can be stopped at the first DOCTYPE, the first element
too deep or one too many, before anything is built or expanded. It knows no network, and without a DOCTYPE
there are no entities of a file's own. Namespaces are left as written (`gz:type`), as libsdformat does.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from worlds.errors import SdfError
from worlds.sdf.description import Place
from worlds.sdf.loose_xml import template_hint, without_comments

MAX_FILE_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 64
MAX_ELEMENTS = 100_000
MAX_ATTRIBUTES = 32
OLDEST_VERSION = (1, 3)
NEWEST_VERSION = (1, 12)
SHOWN_CHARACTERS = 60
_HOLDING_ELEMENTS = frozenset({"sdf", "world", "model", "link"})


def shown(text: str) -> str:
    """Shortens what was given for a message, and makes its control characters visible."""
    text = " ".join(text.split())
    if len(text) > SHOWN_CHARACTERS:
        text = text[: SHOWN_CHARACTERS - 1] + "…"
    return "“" + "".join(c if c.isprintable() else "�" for c in text) + "”"


@dataclass(eq=False)
class Document:
    """One SDF file: its root element `<sdf>` and the version it says it is written in."""

    file: Path
    version: tuple[int, int] = (0, 0)
    count: int = 0
    root: Element = field(init=False)

    @property
    def folder(self) -> Path:
        """The folder that the file's relative paths start from."""
        return self.file.parent


@dataclass(eq=False)
class Element:
    """An XML element: `text` is its own character data without surrounding blanks."""

    document: Document
    parent: Element | None
    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def child(self, tag: str) -> Element | None:
        """Returns the first child of that tag, or None."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, *tags: str) -> list[Element]:
        """Returns the children with one of the tags, in the file's order."""
        return [child for child in self.children if child.tag in tags]

    def find(self, path: str) -> Element | None:
        """Returns the first descendant on a path such as `friction/ode/mu`, or None."""
        found: Element | None = self
        for tag in path.split("/"):
            found = found.child(tag) if found is not None else None
        return found

    def walk(self) -> Iterator[Element]:
        """Yields this element and all below it, parents first."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    @property
    def path(self) -> str:
        """The element's path from the root, such as `world/model[crate]/link[body]`."""
        steps: list[str] = []
        element: Element | None = self
        while element is not None and (element.parent is not None or not steps):
            name = element.attributes.get("name", "")
            steps.append(element.tag[:80] + (f"[{name[:80]}]" if name else ""))
            element = element.parent
        return "/".join(reversed(steps))

    @property
    def place(self) -> Place:
        """Where the element stands."""
        return Place(self.document.file, self.line, self.path)

    def error(self, message: str, hint: str = "") -> SdfError:
        """Makes the error that names this element's file, line and path."""
        return SdfError(self.document.file, self.line, self.path, message, hint)


def read_bytes(file: Path, max_bytes: int, what: str) -> bytes:
    """Reads an ordinary file whole, if it is not larger than allowed.

    Args:
        file: which file.
        max_bytes: the largest size allowed.
        what: what the file is, for the message ("SDF file", "mesh").

    Raises:
        SdfError: the file is missing, unreadable, no ordinary file, or too large.
    """
    try:
        # Asked before opening: opening a pipe waits for its other end, opening a device may do something.
        if not stat.S_ISREG(file.stat().st_mode):
            raise SdfError(file, 0, "", f"this is not an ordinary file, so it can't be a {what}.")
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SdfError(file, 0, "", f"this is not an ordinary file, so it can't be a {what}.")
            content = stream.read(max_bytes + 1) if status.st_size <= max_bytes else b""
    except FileNotFoundError as error:
        raise SdfError(file, 0, "", f"there is no such {what}.", "Check the path's spelling.") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "the path is not usable"
        raise SdfError(file, 0, "", f"this {what} can't be read: {reason}.") from error
    if status.st_size > max_bytes or len(content) > max_bytes:
        raise SdfError(
            file,
            0,
            "",
            f"this {what} has {status.st_size / 1e6:.1f} MB; at most {max_bytes / 1e6:.1f} MB are allowed.",
        )
    return content


def read_document(file: Path, root_tag: str = "sdf") -> Document:
    """Reads an SDF file into elements; what they mean is not looked at here.

    Args:
        file: which file.
        root_tag: what its root must be: `sdf`, or `model` for a model.config, which needs no version.

    Raises:
        SdfError: the file can't be read, is no well-formed UTF-8 XML, has a DOCTYPE, is too deep or too
            large, or is no SDF of a known version.
    """
    document = _Builder(file).build(read_bytes(file, MAX_FILE_BYTES, "SDF file"))
    root = document.root
    if root.tag != root_tag:
        hint = "URDF has to be converted first: gz sdf -p FILE." if root.tag == "robot" else ""
        raise root.error(f"this file must start with <{root_tag}>, not with <{root.tag[:80]}>.", hint)
    if root_tag != "sdf":
        return document
    given = root.attributes.get("version", "")
    match = re.fullmatch(r"\s*(\d{1,3})\.(\d{1,3})(\.\d{1,3})?\s*", given, re.ASCII)
    if match is None:
        raise root.error(f"<sdf> needs a version such as 1.9, not {shown(given)}.")
    document.version = (int(match[1]), int(match[2]))
    if not OLDEST_VERSION <= document.version <= NEWEST_VERSION:
        known = " to ".join(f"{major}.{minor}" for major, minor in (OLDEST_VERSION, NEWEST_VERSION))
        raise root.error(f"SDFormat {shown(given)} is not read; {known} are.", "`gz sdf -p FILE` converts a file.")
    return document


def parse_document(file: Path, content: bytes) -> Element:
    """Parses XML that is not SDF, such as a mesh, within the same limits.

    Args:
        file: where it was read, for errors.
        content: of the file.

    Returns:
        Its root.

    Raises:
        SdfError: it is no well-formed UTF-8 XML, has a DOCTYPE, is too deep or too large.
    """
    return _Builder(file).build(content).root


class _Builder:
    """Builds elements from expat's events, within limits."""

    def __init__(self, file: Path) -> None:
        self.document = Document(file)
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        # The declared encoding is overruled: Gazebo reads UTF-8 whatever a file declares.
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def error(self, message: str, hint: str = "") -> SdfError:
        element = self.open[-1].path if self.open else ""
        if len(self.open) >= MAX_DEPTH:
            element = "…/" + "/".join(open_.tag[:80] for open_ in self.open[-3:])
        return SdfError(self.document.file, self.parser.CurrentLineNumber, element, message, hint)

    def build(self, content: bytes) -> Document:
        file = self.document.file
        if not content.strip():
            raise SdfError(file, 0, "", "the file is empty.")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
            raise SdfError(file, 1, "", "the file is UTF-16 or UTF-32 text.", "Save it as UTF-8.")
        content = without_comments(content)
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            byte = f"0x{content[error.start]:02x}"
            raise SdfError(file, line, "", f"byte {byte} is not UTF-8 text.", "Save it as UTF-8.") from error
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            hint = f"<{self.open[-1].tag[:80]}> of line {self.open[-1].line} is open." if self.open else ""
            hint = template_hint(text) or hint
            element = self.open[-1].path if self.open else ""
            raise SdfError(file, error.lineno, element, f"this is not well-formed XML: {reason}.", hint) from error
        return self.document

    def refuse_doctype(self, *_: object) -> None:
        raise self.error("a DOCTYPE is not allowed: it can define entities.", "Remove it; SDF needs none.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.document.count += 1
        if len(self.open) >= MAX_DEPTH:
            raise self.error(f"elements are nested deeper than {MAX_DEPTH}.")
        if self.document.count > MAX_ELEMENTS:
            raise self.error(f"the file has more than {MAX_ELEMENTS} elements.")
        if len(attributes) > MAX_ATTRIBUTES:
            raise self.error(f"an element has more than {MAX_ATTRIBUTES} attributes.")
        if tag.startswith("xacro:"):
            raise self.error(f"<{tag[:80]}> is no SDF.", template_hint(f"<{tag}"))
        parent = self.open[-1] if self.open else None
        element = Element(self.document, parent, tag, attributes, self.parser.CurrentLineNumber)
        if parent is None:
            self.document.root = element
        else:
            parent.children.append(element)
        self.open.append(element)
        self.texts.append([])

    def characters(self, text: str) -> None:
        self.texts[-1].append(text)

    def end(self, _: str) -> None:
        element = self.open[-1]
        element.text = "".join(self.texts.pop()).strip()
        # Text between elements says nothing in SDF; a template's loop around a model would go unnoticed.
        hint = template_hint(element.text) if element.text and element.tag in _HOLDING_ELEMENTS else ""
        if hint:
            raise element.error(f"there is text between its elements: {shown(element.text)}.", hint)
        self.open.pop()
