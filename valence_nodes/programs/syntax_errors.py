# SPDX-License-Identifier: Apache-2.0
"""Why a text is no Python, in the words of its learner."""

from __future__ import annotations

import re

from valence_nodes.programs.failure import ProgramFailure


def explain_syntax(error: SyntaxError, text: str) -> ProgramFailure:
    """Explains why a text is not Python."""
    line = error.lineno
    source = source_line(text, line)
    message = error.msg or "this is not Python"
    hint = ""
    if isinstance(error, TabError) or "inconsistent use of tabs" in message:
        message, hint = "Tabs and spaces are mixed at the start of lines.", "Use four spaces for each step inwards."
    elif isinstance(error, IndentationError):
        if "expected an indented block" in message:
            hint = "The lines that belong to the line above must start four spaces further in."
            message = "An indented line is missing here."
        else:
            message = "This line starts too far in or too far out."
            hint = "Lines of the same block start at the same column; each block is four spaces further in."
    elif "':'" in message or re.match(r"(if|elif|else|for|while|def|try|except|with|class)\b(?!.*:\s*(#.*)?$)", source):
        message, hint = "A colon is missing at the end of this line.", "Write “:” after if, while, for, else and def."
    elif "was never closed" in message:
        message, hint = f"A bracket is opened here and never closed ({message}).", "Count the brackets in this line."
    elif "unmatched" in message or "does not match" in message:
        message, hint = f"The brackets do not fit together ({message}).", "Count the brackets in this line."
    elif "unterminated string" in message:
        message, hint = "A text is opened here and never closed.", 'A text starts and ends with the same sign: "…".'
    elif "'=='" in message or re.match(r"(if|elif|while)\b[^=!<>]*[^=!<>]=[^=]", source):
        message, hint = "“=” gives a name to a value; it does not compare.", "To compare two values, write “==”."
    elif "invalid decimal literal" in message or "invalid syntax. Perhaps you forgot a comma" in message:
        hint = "Is a comma missing, or does a decimal number have a comma where a point belongs (0.5)?"
    return ProgramFailure("syntax", as_sentence(message), hint, line, source)


def source_line(text: str, line: int | None) -> str:
    """The text of a line of a program, without its indentation and not too long; empty where there is none."""
    lines = text.split("\n")  # as Python counts them; splitlines() also splits at form feeds and the like
    return lines[line - 1].strip()[:200] if line is not None and 0 < line <= len(lines) else ""


def as_sentence(message: str) -> str:
    """The same, beginning with a capital and ending with a full stop."""
    message = message.strip()
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "!", "?")) else ".")
