# SPDX-License-Identifier: Apache-2.0
"""Codes and keys: easy for people, hard to guess."""

from __future__ import annotations

import math

from web_console.people import keys
from web_console.people.endpoints import CODES, JOIN, LOG_IN, REJOIN
from web_console.people.key_words import KEY_WORDS


def test_the_words_are_plain_and_each_is_there_once() -> None:
    assert len(set(KEY_WORDS)) == len(KEY_WORDS) >= 512
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 9 for word in KEY_WORDS)


def test_keys_and_codes_are_read_as_they_were_made() -> None:
    for _ in range(200):
        key, code = keys.new_key(), keys.new_class_code()
        assert keys.read_key(key) == key
        assert keys.read_key(key.replace("-", " ").title()) == key
        assert keys.read_class_code(keys.shown_class_code(code).lower()) == code
        assert len(code) == keys.CODE_LENGTH
        assert not set(code) & set("01OIL")


def test_guessing_takes_years() -> None:
    year_min = 365 * 24 * 60
    key_bits = 3 * math.log2(len(KEY_WORDS)) + 5 * math.log2(10)
    keys_a_minute = REJOIN.rate.per_minute / (1 + REJOIN.wrong_guess)
    assert 2**key_bits / 1000 / keys_a_minute > 1000 * year_min, "a thousand learners"
    for limit in (CODES, JOIN):
        codes_a_minute = limit.rate.per_minute / (1 + limit.wrong_guess)
        assert 31**keys.CODE_LENGTH / 100 / codes_a_minute > 1000 * year_min, "a hundred classes"
    assert LOG_IN.rate.per_minute <= 10
