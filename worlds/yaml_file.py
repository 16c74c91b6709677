# SPDX-License-Identifier: Apache-2.0
"""Reads a YAML file into a pydantic model; every mistake is named with its file, line and field.

YAML is taken as plain data: no tags, no aliases (so no alias bombs), no key twice, at most 200 kB, at most 30
levels deep.
"""

from __future__ import annotations

import stat
from collections.abc import Hashable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from worlds.errors import WorldsError

MAX_BYTES = 200_000
MAX_DEPTH = 30
_MAX_MISTAKES_SHOWN = 5

_OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)

ModelT = TypeVar("ModelT", bound=BaseModel)


class YamlFileError(WorldsError):
    """A YAML file can't be used.

    Attributes:
        file: the file that is wrong.
        line: 1-based line of the (first) mistake, or 0 when the file as a whole is meant.
        reason: what is wrong, without the place.
    """

    def __init__(self, file: Path, line: int, message: str, hint: str = "") -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}", hint)
        self.file = file
        self.line = line
        self.reason = message


def read_yaml(file: Path, model: type[ModelT]) -> ModelT:
    """Reads `file` and checks it against `model`.

    Args:
        file: a YAML file, UTF-8, whose top level is a mapping.
        model: what it must fit.

    Raises:
        YamlFileError: the file is missing, too big, not YAML, or does not fit the model.
    """
    root = _compose(file)
    if not isinstance(root, yaml.MappingNode):
        raise YamlFileError(file, 1, "the file must be a mapping (`name: value` lines).")
    try:
        return model.model_validate(_plain(file, root))
    except ValidationError as error:
        mistakes = error.errors(include_url=False)
        lines = [_line(root, mistake["loc"]) for mistake in mistakes]
        texts = [
            f"line {line}: {_describe(model, mistake['type'], mistake['loc'], mistake['msg'])}"
            for line, mistake in zip(lines, mistakes, strict=True)
        ]
        more = len(texts) - _MAX_MISTAKES_SHOWN
        shown = "; ".join(texts[:_MAX_MISTAKES_SHOWN]) + (f"; and {more} more" if more > 0 else "")
        raise YamlFileError(file, lines[0], shown, "Mend these lines and try again.") from error


def find_line(file: Path, place: tuple[int | str, ...]) -> int:
    """Finds where a file says something, for mistakes that only show when files are seen together.

    Args:
        file: a YAML file that `read_yaml` reads.
        place: keys and indices from the top, such as `("zones", 0, "radius_m")`.

    Returns:
        The 1-based line of the deepest part of `place` that the file has.
    """
    root = _compose(file)
    return 0 if root is None else _line(root, place)


def _compose(file: Path) -> yaml.Node | None:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise YamlFileError(file, 0, "the file can't be read (it is not an ordinary file).")
        if status.st_size > MAX_BYTES:
            raise YamlFileError(file, 0, f"the file has {status.st_size} bytes; at most {MAX_BYTES} are read.")
        text = file.read_text(encoding="utf-8")
        _refuse_more_than_plain_data(file, text)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise YamlFileError(file, 0, f"the file can't be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise YamlFileError(file, 0, "the file is not UTF-8 text.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise YamlFileError(file, line, f"this is not YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise YamlFileError(file, 0, f"this is not YAML: {error}.") from error


def _refuse_more_than_plain_data(file: Path, text: str) -> None:
    """Looks at the tokens, lazily, so that a hostile file is refused before anything is built of it."""
    depth = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        line = token.start_mark.line + 1
        if isinstance(token, _OPENING):
            depth += 1
        elif isinstance(token, _CLOSING):
            depth -= 1
        if depth > MAX_DEPTH:
            raise YamlFileError(file, line, f"the file is nested too deeply; {MAX_DEPTH} levels are allowed.")
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
            raise YamlFileError(
                file, line, "anchors (&), aliases (*) and tags (!) are not allowed.",
                "Write the value out, or quote it if it is a text.",
            )  # fmt: skip


def _plain(file: Path, node: yaml.Node) -> object:
    """Turns a checked node into lists, dicts and scalars, refusing a key that comes twice."""
    if isinstance(node, yaml.MappingNode):
        mapping: dict[Any, object] = {}
        for key_node, value_node in node.value:
            key = _plain(file, key_node)
            line = key_node.start_mark.line + 1
            if not isinstance(key, Hashable):
                raise YamlFileError(file, line, "a key must be a plain word.")
            if key in mapping:
                raise YamlFileError(file, line, f"“{key}” comes twice in one mapping.", "Remove one of them.")
            mapping[key] = _plain(file, value_node)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_plain(file, item) for item in node.value]
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise YamlFileError(file, node.start_mark.line + 1, f"this value can't be read: {error}.") from error


def _line(root: yaml.Node, place: tuple[int | str, ...]) -> int:
    """Finds the 1-based line of the deepest part of `place` that the file has."""
    node, line = root, root.start_mark.line
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if found is None:
                continue  # a missing field, or a name that pydantic adds for a member of a union
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
    return line + 1


def _describe(model: type[BaseModel], kind: str, place: tuple[int | str, ...], message: str) -> str:
    name = ".".join(str(part)[:60] for part in place) or "the file"
    if kind == "missing":
        return f"“{name}” is missing"
    if kind == "extra_forbidden":
        fields = _field_names(model)
        close = get_close_matches(str(place[-1])[:60], fields, n=1)
        return f"“{name}” is not a field here" + (f" (did you mean “{close[0]}”?)" if close else "")
    return f"“{name}”: {message}"


def _field_names(model: type[BaseModel]) -> set[str]:
    """Names of all fields of the model and of the models in it, for the closest match."""
    names: set[str] = set()
    waiting: list[Any] = [model]
    seen: set[int] = set()
    while waiting:
        kind = waiting.pop()
        if id(kind) in seen:
            continue
        seen.add(id(kind))
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names.update(kind.model_fields)
            waiting.extend(info.annotation for info in kind.model_fields.values())
        waiting.extend(getattr(kind, "__args__", ()))
    return names
