# SPDX-License-Identifier: Apache-2.0
"""What a version of a program holds, and what it may hold."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from web_console.programs.json_shape import JsonShapeError, check_json_object
from web_console.server.refusal import RefusedError

MAX_TEXT_BYTES = 200_000
MAX_BLOCKS_BYTES = 1_000_000
MAX_BLOCKS_DEPTH = 5_000
NAME_LENGTH = 80

_JOINERS = "\u200c\u200d"  # within emoji and some scripts
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Document:
    """A program's text and, in the block tier, the blocks it came from: one document each.

    Attributes:
        tier: `blocks` or `code`.
        text: the Python source.
        blocks: what Blockly saves, a JSON object; None in the code tier.
    """

    tier: str
    text: str
    blocks: str | None


def checked_document(tier: str, text: str, blocks: str | None) -> Document:
    """Makes a document of what a browser sent; line ends become those of Unix.

    Raises:
        RefusedError: something is too long (413), or can't be a program (422); nothing of it is kept.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _within(text, MAX_TEXT_BYTES, "program", "Leave out what it does not need.")
    if blocks is not None:
        _within(blocks, MAX_BLOCKS_BYTES, "blocks", "Take some blocks out.")
        try:
            check_json_object(blocks, MAX_BLOCKS_DEPTH)
        except JsonShapeError as error:
            raise RefusedError(
                422,
                "malformed_blocks",
                f"The blocks can't be read: {error}.",
                "Reload the page; the last that was saved comes back.",
            ) from error
    if tier == "code":
        blocks = None
    return Document(tier, text, blocks)


def checked_name(given: str, what: str = "name") -> str:
    """A name as a person may give it to something of theirs, without spaces around it.

    Raises:
        RefusedError: it is empty, too long, or holds signs that nobody sees.
    """
    name = given.strip()
    if not name or len(name) > NAME_LENGTH:
        said = f"The {what} has {len(name)} characters; it may have 1 to {NAME_LENGTH}."
        raise RefusedError(422, "invalid_name", said, "Choose another one.")
    _visible(name, what)
    return name


def checked_label(given: str) -> str:
    """What somebody writes on a version; it may be empty.

    Raises:
        RefusedError: it is too long, or holds signs that nobody sees.
    """
    return checked_name(given, "label") if given.strip() else ""


def _visible(name: str, what: str) -> None:
    if any(unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS for sign in name):
        raise RefusedError(422, "invalid_name", f"The {what} holds signs that can't be seen.", "Type it by hand.")


def _within(text: str, limit: int, what: str, hint: str) -> None:
    """Refuses what is too long, or what no database and no file can hold."""
    try:
        size = len(text) if len(text) > limit else len(text.encode())
    except UnicodeEncodeError as error:
        raise RefusedError(
            422, "not_text", f"The {what} holds half a character.", "Type it again; don't paste it."
        ) from error
    if size > limit:
        raise RefusedError(413, "too_long", f"The {what} has {size} bytes; {limit} are allowed.", hint)
    if "\0" in text:
        raise RefusedError(422, "not_text", f"The {what} holds the character NUL.", "Take it out.")
