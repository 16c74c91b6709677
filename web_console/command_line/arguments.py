# SPDX-License-Identifier: Apache-2.0
"""The command's arguments: one sub-parser a verb, errors in the lab's own way."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from web_console.command_line.outcome import invalid
from web_console.command_line.verbs import VERBS, load

MAX_SEED = 2**63 - 1
_LAST_PORT = 65535
_LONGEST_HOST_NAME = 253
PACES = "0 (as fast as it goes), or 0.1 to 8"
REPLAY_PACES = "0 (as fast as it goes), or 0.01 to 100"


class Parser(argparse.ArgumentParser):
    """argparse, but a mistake is a `CommandError`, so that `--json` holds for it too."""

    known_flags: tuple[str, ...] = ()
    """Flags of the verb, for the closest match of a misspelt one."""
    verb = ""
    """The verb, on the parser above all verbs."""

    def error(self, message: str) -> NoReturn:
        """Turns argparse's complaint into ours."""
        hint = f"Try `./{self.prog} {self.verb}".rstrip() + " --help`."
        unknown = re.match(r"unrecognized arguments: (-\S+)", message)
        if unknown:
            close = get_close_matches(unknown.group(1).split("=")[0], self.known_flags, n=1)
            hint = f"Did you mean “{close[0]}”?" if close else hint
        message = message[:1].upper() + message[1:]
        raise invalid(message if message.endswith("?") else f"{message}.", hint)


def build_parser(verb: str | None) -> Parser:
    """Makes the parser; only `verb`'s own arguments are loaded, for a fast start.

    Args:
        verb: the first word on the command line, if it is one.
    """
    parser = Parser(prog="valence", description="A ROS 2 lab in which you teach a robot.", allow_abbrev=False)
    verbs: Any = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser)
    for name, summary in VERBS.items():
        one = verbs.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        if name == verb:
            load(name).add_arguments(one)
            parser.verb = name
            parser.known_flags = tuple(one._option_string_actions)
    return parser


def unknown_verb(given: str) -> Exception:
    """Makes the error for a first word that is no verb."""
    close = get_close_matches(given, VERBS, n=1)
    hint = f"Did you mean “{close[0]}”?" if close else f"There are: {', '.join(VERBS)}."
    return invalid(f"There is no command “{given[:60]}”.", hint)


def one_of(kind: str, names: Sequence[str]) -> Callable[[str], str]:
    """Makes a reader of a name that must be one of a few.

    Args:
        kind: what the names are of.
        names: that are allowed.
    """

    def read(text: str) -> str:
        if text in names:
            return text
        close = get_close_matches(text, names, n=1)
        meant = f"did you mean “{close[0]}”?" if close else f"there are: {', '.join(names)}"
        raise argparse.ArgumentTypeError(f"there is no {kind} “{text[:40]}”; {meant}")

    return read


def _pace(least: float, most: float, paces: str) -> Callable[[str], float]:
    """Makes a reader of a pace that is 0 or from `least` to `most`, which `paces` says in words."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if number == 0 or least <= number <= most:
            return number
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is no pace; it must be {paces}")

    return read


pace = _pace(0.1, 8, PACES)
"""Reads the pace of an episode."""

replay_pace = _pace(0.01, 100, REPLAY_PACES)
"""Reads the pace of a replay."""


def whole_number(what: str, least: int, most: int) -> Callable[[str], int]:
    """Makes a reader of a whole number.

    Args:
        what: it is.
        least: that is allowed.
        most: that is allowed.
    """

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(
            f"“{text[:40]}” is no {what}; it must be a whole number from {least} to {most}"
        )

    return read


def gigabytes(least: float, most: float) -> Callable[[str], float]:
    """Makes a reader of a size in gigabytes (10⁹ bytes).

    Args:
        least: that is allowed.
        most: that is allowed.
    """

    def read(text: str) -> float:
        is_plain = re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", text, re.ASCII) is not None
        if is_plain and least <= float(text) <= most:
            return float(text)
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is no size; it must be {least:,} to {most:,} (gigabytes)")

    return read


def host_name(text: str) -> str:
    """Reads the name under which a machine is known on a network, with a port or without (RFC 1123, 2.1)."""
    label = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    found = re.fullmatch(rf"(?P<name>{label}(\.{label})*)(:(?P<port>[0-9]{{1,5}}))?", text.lower(), re.ASCII)
    if found and len(found["name"]) <= _LONGEST_HOST_NAME and 1 <= int(found["port"] or 443) <= _LAST_PORT:
        return text.lower()
    raise argparse.ArgumentTypeError(f"“{text[:80]}” is no name of a machine; such as lab.school.example")


seed = whole_number("seed", 0, MAX_SEED)
"""Reads a seed."""

ros_domain = whole_number("ROS domain", 0, 101)
"""Reads a ROS domain; the ports of a higher one overlap Linux's ephemeral ports."""

port = whole_number("port", 0, _LAST_PORT)
"""Reads a port."""
