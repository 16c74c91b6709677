# SPDX-License-Identifier: Apache-2.0
"""What people type to be let in: the code of a class, and the key of a learner who comes back.

Both are random and made for eyes and hands. A code has 39 bits and is meant to be told to a class; a key has 43 bits
and is a learner's own. Neither is a password that somebody uses elsewhere, and guessing is slowed down by the rate
limits of `web_console.people.endpoints`: at their pace a key of a thousand would be found in some years.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from web_console.people.key_words import KEY_WORDS

_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0 and 1, which are taken for one another
CODE_LENGTH = 8
_KEY_WORDS = 3
_KEY_DIGITS = 5
RAW_LENGTH = 100
"""Characters of a code or key that are looked at at all."""


def new_class_code() -> str:
    """Makes the code of a class, as it is kept."""
    return "".join(secrets.choice(_SIGNS) for _ in range(CODE_LENGTH))


def read_class_code(given: str) -> str:
    """The code as it is kept, however it was typed: in small letters, with spaces or hyphens.

    Args:
        given: as it was typed.
    """
    plain = unicodedata.normalize("NFKC", given[:RAW_LENGTH]).upper()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def shown_class_code(code: str) -> str:
    """The code as it is shown, in two halves."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def new_key() -> str:
    """Makes the key of a learner, such as `maple-otter-river-48213`."""
    words = [secrets.choice(KEY_WORDS) for _ in range(_KEY_WORDS)]
    return "-".join([*words, f"{secrets.randbelow(10**_KEY_DIGITS):0{_KEY_DIGITS}}"])


def read_key(given: str) -> str:
    """The key as it was made, however it was typed: in capitals, with spaces or other signs between its words.

    Args:
        given: as it was typed.
    """
    plain = unicodedata.normalize("NFKC", given[:RAW_LENGTH]).lower()
    return "-".join(re.findall(r"[a-z]+|[0-9]+", plain))
