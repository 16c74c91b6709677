# SPDX-License-Identifier: Apache-2.0
"""What people may call themselves, and what would mislead others."""

from __future__ import annotations

import sys

import pytest

from web_console.people.identity import identity
from web_console.people.models import NICKNAME_LENGTH, Person, Team
from web_console.people.names import display_name, institution_or_class, login_name
from web_console.server.refusal import RefusedError


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ada", "Ada"),
        ("  Ada \t L\n", "Ada L"),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("Ａｄａ", "Ada"),
        ("Jürgen-Straße 7", "Jürgen-Straße 7"),
        ("李雷", "李雷"),
        ("Аня", "Аня"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("Ada 🤖", "Ada 🤖"),
        ("❤️", "❤"),
        ("O'Neil", "O'Neil"),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("'; DROP TABLE person; --", "'; DROP TABLE person; --"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("x" * NICKNAME_LENGTH, "x" * NICKNAME_LENGTH),
    ],
)
def test_what_can_be_seen_is_a_name(given: str, shown: str) -> None:
    assert display_name("nickname", given) == shown
    assert display_name("nickname", shown) == shown


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("", "is empty"),
        (" \u00a0\u3000 ", "is empty"),
        ("A\u200bda", "can't be seen"),  # zero width
        ("A\u200dda", "can't be seen"),
        ("\ufeffAda", "can't be seen"),
        ("Ada\u202egpj", "can't be seen"),  # turned round
        ("\u2066Ada", "can't be seen"),
        ("Ada\x00", "can't be seen"),
        ("A\x1b[31mda", "can't be seen"),
        ("\u3164", "can't be seen"),  # a filler that counts as a letter
        ("\u2800", "can't be seen"),
        ("A\u034fda", "can't be seen"),
        ("\ue000", "can't be seen"),  # for private use
        ("\U000e0041", "can't be seen"),  # a tag
        ("A" + "\u0301" * 4 + "da", "too many accents"),
        ("\u0301Ada", "begins with an accent"),
        ("---", "no letter"),
        ("\u0301", "begins with an accent"),
        ("Аda", "mixes alphabets"),  # with a Cyrillic A
        ("pαul", "mixes alphabets"),
        ("x" * (NICKNAME_LENGTH + 1), "41 characters"),
        ("x" * 1_000_000, "1000000 characters"),
        ("ﷺ" * 10, "characters"),  # one sign that stands for eighteen
    ],
)
def test_what_cannot_be_seen_or_misleads_is_refused(given: str, problem: str) -> None:
    with pytest.raises(RefusedError) as refused:
        display_name("nickname", given)
    assert problem in refused.value.message
    assert refused.value.status == 422
    assert refused.value.hint


def test_every_sign_of_unicode_is_taken_or_refused_and_nothing_else() -> None:
    column = Person.__table__.columns["nickname_identity"].type.length
    for code in range(sys.maxunicode + 1):
        try:
            shown = display_name("nickname", chr(code) * 2)
        except RefusedError:
            continue
        assert shown.isprintable()
        assert 0 < len(identity(shown)) <= 3 * len(shown) <= column


def test_names_that_look_the_same_are_one() -> None:
    assert len({identity(name) for name in ("Ada L", "ADA L", "adal", " a d a l", "ＡＤＡＬ", "ada\u00a0l")}) == 1
    assert len({identity(name) for name in ("straße", "STRASSE")}) == 1
    assert len({identity(name) for name in ("Ada", "Adà", "Add", "Ad")}) == 4


def test_a_row_knows_what_its_name_looks_like() -> None:
    assert Person(nickname="A da").nickname_identity == "ada"
    team = Team(name="Otters")
    team.name = "Foxes"
    assert team.name_identity == "foxes"


@pytest.mark.parametrize("given", ["ada", " Ada.L ", "ada@school.example", "ADA_7", "ａｄａ"])
def test_a_log_in_name_is_kept_in_small_letters(given: str) -> None:
    name = login_name(given)
    assert name == name.lower()
    assert name.isascii()
    assert login_name(name) == name


@pytest.mark.parametrize(
    "given",
    ["", "ad", ".ada", "ada.", "a b c", "ada\u200b", "админ", "x" * 41, "x" * 1_000_000, "a'--b", "ad\x00a", "a/b"],
)
def test_what_is_no_log_in_name_is_refused(given: str) -> None:
    with pytest.raises(RefusedError):
        login_name(given)


def test_a_class_may_have_a_longer_name() -> None:
    assert institution_or_class("class's name", "x" * 100) == "x" * 100
    with pytest.raises(RefusedError, match="101 characters"):
        institution_or_class("class's name", "x" * 101)
