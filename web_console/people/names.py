# SPDX-License-Identifier: Apache-2.0
"""What people may call themselves and their teams: anything that can be seen, and that no other name looks like."""

from __future__ import annotations

import re
import unicodedata

from web_console.people.models import NAME_LENGTH, NICKNAME_LENGTH
from web_console.server.refusal import RefusedError

RAW_LENGTH = 400
"""Characters of a name that are looked at at all."""

# Unicode's general categories (UAX 44): letters, marks, numbers, punctuation, signs. What is missing is what can't be
# seen (Cc, Cf with its zero widths and changes of direction, Zl, Zp) or means nothing (Cs, Co, Cn).
_VISIBLE = frozenset("LMNPS")
# Letters that look like nothing, in spite of their category: fillers of Hangul, Khmer's inherent vowels, Braille's
# empty pattern. And the sign that takes an emoji's colour away or gives it, which is left out of what is compared.
_EMPTY = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u034f")
_EMOJI_STYLES = re.compile("[\ufe0e\ufe0f]")
_MOST_MARKS = 2
# Scripts with letters that look alike: two of them in one word are a disguise.
_LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
_LOGIN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{1,38})[a-z0-9]")


def display_name(what: str, given: str, longest: int = NICKNAME_LENGTH) -> str:
    """Makes a name as it is shown: in its plain form (NFKC), with single spaces.

    Args:
        what: it is the name of, for the refusal, such as "nickname".
        given: as it was typed.
        longest: most characters.

    Raises:
        RefusedError: it is empty, too long, or has something in it that can't be seen or misleads.
    """
    if len(given) > RAW_LENGTH:
        raise _bad(what, f"has {len(given)} characters", f"At most {longest} are allowed.")
    name = " ".join(unicodedata.normalize("NFKC", given).split())
    name = unicodedata.normalize("NFKC", _EMOJI_STYLES.sub("", name))
    if not name:
        raise _bad(what, "is empty", f"Type 1 to {longest} characters.")
    if len(name) > longest:
        raise _bad(what, f"has {len(name)} characters", f"At most {longest} are allowed.")
    marks = 0
    for sign in name:
        category = unicodedata.category(sign)
        if sign != " " and (category[0] not in _VISIBLE or sign in _EMPTY):
            raise _bad(what, "has a sign in it that can't be seen", "Use letters, numbers, spaces and ordinary signs.")
        marks = marks + 1 if category[0] == "M" else 0
        if marks > _MOST_MARKS:
            raise _bad(what, "has too many accents on one letter", f"At most {_MOST_MARKS} are allowed.")
    if unicodedata.category(name[0])[0] == "M":
        raise _bad(what, "begins with an accent", "Begin with a letter, number or emoji.")
    if not any(unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "So" for sign in name):
        raise _bad(what, "has no letter in it", "Use at least one letter, number or emoji.")
    if len(_scripts(name)) > 1:
        raise _bad(what, "mixes alphabets that look alike", "Use the letters of one alphabet.")
    return name


def institution_or_class(what: str, given: str) -> str:
    """The same as `display_name`, for the longer names of institutions and classes."""
    return display_name(what, given, NAME_LENGTH)


def login_name(given: str) -> str:
    """Makes a log-in name as it is kept: small letters.

    Args:
        given: as it was typed.

    Raises:
        RefusedError: it is none.
    """
    name = unicodedata.normalize("NFKC", given[:RAW_LENGTH]).strip().casefold()
    if not _LOGIN_NAME.fullmatch(name):
        raise _bad(
            "log-in name",
            "is none",
            f"Use 3 to {NICKNAME_LENGTH} letters (a to z), numbers or . _ - + @, with a letter or number at both ends.",
        )
    return name


def _scripts(name: str) -> set[str]:
    found = set()
    for sign in name:
        if unicodedata.category(sign)[0] == "L":
            word = unicodedata.name(sign, "").partition(" ")[0]
            if word in _LOOK_ALIKE:
                found.add(word)
    return found


def _bad(what: str, problem: str, hint: str) -> RefusedError:
    return RefusedError(422, "bad_name", f"This {what} {problem}.", hint)
