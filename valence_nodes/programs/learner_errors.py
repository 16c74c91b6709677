# SPDX-License-Identifier: Apache-2.0
"""What went wrong in a program, in the words of its learner: their line, what it means, and what to try.

Used inside the box for what happens while a program runs, and outside for what can be seen without running it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from valence_nodes.programs.failure import ProgramFailure
from valence_nodes.programs.robot import MissingModelError, MissingSensorError, WrongValueError

ROBOT_NAMES = (
    "answer", "battery", "collect", "detections", "distance", "forward", "image", "imu", "imu_window", "model", "move",
    "odometry", "plot", "running", "say", "scan", "sound", "stop", "task", "time_s", "turn", "wait",
)  # fmt: skip
"""What a robot has; a test holds it against the class."""

PROPERTIES = (
    "battery",
    "detections",
    "image",
    "imu",
    "model",
    "odometry",
    "running",
    "scan",
    "sound",
    "task",
    "time_s",
)
"""What is read without brackets."""

ENDLESS_LOOP_HINT = "In a loop, let time pass: put robot.wait(0.05) or robot.move(...) into it."
WITHOUT_ROBOT = ("The function drive must take the robot.", "Write “def drive(robot):”.")

_WITH_LEARNING = "It is there in missions where something is learned."
_KNOWN_MODULES = {
    "rclpy": "A program needs no ROS: the lab's program node talks to the topics. Use the robot object.",
    "cv_bridge": "robot.image is a numpy array already.",
    "torch": _WITH_LEARNING,
    "sklearn": _WITH_LEARNING,
    "pandas": _WITH_LEARNING,
    "onnxruntime": _WITH_LEARNING,
    "requests": "A program has no network.",
    "tkinter": "A program has no window; use robot.say(...) and robot.plot(...).",
    "pygame": "A program has no window; use robot.say(...) and robot.plot(...).",
}

_UNTOLD = "Your program raised an error that can't be told."
_NO_THREADS = "The box does not allow threads: with them, no episode would come out the same twice."

_Explained = tuple[str, str]


def explain(error: BaseException, text: str, name: str) -> ProgramFailure:
    """Explains an exception that a program raised.

    Args:
        error: what it raised.
        text: the program.
        name: the file name it was compiled under.
    """
    line = _line_in_program(error, name)
    try:
        return _explained(error, text, name, line)
    except BaseException:  # an exception of theirs may fail at anything, even at telling what it is
        return ProgramFailure("exception", _UNTOLD, "", line, source_line(text, line))


def _explained(error: BaseException, text: str, name: str, line: int | None) -> ProgramFailure:
    if isinstance(error, SyntaxError) and (error.filename == name or error.filename is None):
        return explain_syntax(error, text)
    source = source_line(text, line)
    kind = "exception"
    if isinstance(error, MemoryError):
        kind = "memory"
        said = ("Your program wanted more memory than it may have.", "Is there a list that grows in every step?")
    elif isinstance(error, SystemExit):
        said = ("Your program ended itself with exit().", "Just let drive(robot) come to its end, or use return.")
    elif isinstance(error, KeyboardInterrupt):
        said = ("Your program interrupted itself.", "")
    elif type(error).__module__ == "valence_nodes.learning.errors":
        said = (str(getattr(error, "message", "")), str(getattr(error, "hint", "")))
    else:
        try:
            said = next(
                (explained(error, source) for kinds, explained in _EXPLAINED if isinstance(error, kinds)),
                None,
            ) or (f"{type(error).__name__}: {error}", "")
        except BaseException:
            said = (f"Your program raised {type(error).__name__}.", "")
        if isinstance(error, PermissionError) or said[0] == _NO_THREADS:
            kind = "forbidden"
    return ProgramFailure(kind, said[0], said[1], line, source)


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
    return ProgramFailure("syntax", _sentence(message), hint, line, source)


_WITHOUT = {
    "drive": (
        "There is no function drive in this program.",
        "A program starts with “def drive(robot):”, and what the robot does stands below it, indented.",
    ),
    "learn": (
        "There is no function learn in this program.",
        "What is learned stands below “def learn(data):”, indented, and ends with “return model”.",
    ),
}
_NOT_PLAIN = {
    "drive": (
        "The function drive must not be async or hold “yield”: it would do nothing at all.",
        "Write “def drive(robot):”, and let time pass with robot.wait(...) or robot.move(...).",
    ),
    "learn": (
        "The function learn must not be async or hold “yield”: it would do nothing at all.",
        "Write “def learn(data):”, and end it with “return model”.",
    ),
}


def without_function(text: str, names: list[str], wanted: str = "drive") -> ProgramFailure:
    """Explains that a program has no `drive(robot)`, or no `learn(data)`.

    Args:
        text: the program.
        names: what it gives a name to.
        wanted: the function: `drive` or `learn`.
    """
    close = get_close_matches(wanted, names, n=1, cutoff=0.6)
    line = None
    if close:
        for number, source in enumerate(text.splitlines(), 1):
            if re.match(rf"\s*(def\s+)?{re.escape(close[0])}\b", source):
                line = number
                break
    message, what_it_is = _WITHOUT[wanted]
    hint = f"Did you mean “{close[0]}”? " if close else ""
    return ProgramFailure("exception", message, hint + what_it_is, line, source_line(text, line))


def not_a_plain_function(text: str, line: int, wanted: str = "drive") -> ProgramFailure:
    """Explains that a function is a generator or a coroutine, so that calling it does nothing."""
    message, hint = _NOT_PLAIN[wanted]
    return ProgramFailure("exception", message, hint, line, source_line(text, line))


def learned_too_long(limit_s: float, line: int | None, text: str) -> ProgramFailure:
    """Explains that `learn(data)` took longer than its mission allows."""
    return ProgramFailure(
        "time_learn",
        f"Learning took more than {limit_s:g} s.",
        "Take fewer rows, fewer trees or epochs, or a smaller net.",
        line,
        source_line(text, line),
    )


def unknown_robot_name(given: str) -> tuple[str, str]:
    """Explains that a robot has nothing of that name: message and hint."""
    close = get_close_matches(given, ROBOT_NAMES, n=1)
    hint = f"Did you mean “robot.{close[0]}”?" if close else f"A robot has: {', '.join(ROBOT_NAMES)}."
    return f"A robot has no “{given}”.", hint


def without_robot_before(name: str) -> tuple[str, str]:
    """Explains that `robot.` lacks before the name of something that it has: message and hint."""
    return f"There is nothing called “{name}”.", f"Did you mean “robot.{name}”?"


def unknown_name(given: str, known: Iterable[str]) -> tuple[str, str]:
    """Explains that nothing has that name: message and hint.

    Args:
        given: the name.
        known: names that the program gives to something.
    """
    if given in ROBOT_NAMES:
        return without_robot_before(given)
    words = {*known, "robot", "cm", "deg", "print", "True", "False"}
    close = get_close_matches(given[:80], sorted(words - {given}), n=1)
    hint = f"Did you mean “{close[0]}”?" if close else "Is it spelt as where it was made? A text needs quotes."
    if given in {"true", "false", "none"}:
        hint = f"Did you mean “{given.capitalize()}”?"
    elif given in {"math", "numpy", "np", "random", "time"}:
        module = "numpy as np" if given == "np" else given
        hint = f"Write “import {module}” in the first line."
    return f"There is nothing called “{given}”.", hint


def called_property(name: str) -> tuple[str, str]:
    """Explains that a value of the robot was called like a function: message and hint."""
    return f"robot.{name} is a value, not a function.", f"Write “robot.{name}” without brackets."


def out_of_time(limit_s: float, line: int | None, text: str) -> ProgramFailure:
    """Explains that a program let no time pass for the robot for too long."""
    return ProgramFailure(
        "time_step",
        f"The program was busy for {limit_s:g} s without letting the robot do anything.",
        ENDLESS_LOOP_HINT,
        line,
        source_line(text, line),
    )


def _name_error(error: BaseException, source: str) -> _Explained:
    given = getattr(error, "name", None) or ""
    if isinstance(error, UnboundLocalError):
        return (
            f"“{given or 'A name'}” is used before it has a value.",
            "Give it a value before this line; inside a function, names from outside can be read but not set.",
        )
    return unknown_name(given, re.findall(r"[A-Za-z_]\w*", _program_text(error)))


def _attribute_error(error: BaseException, source: str) -> _Explained:
    given = getattr(error, "name", None) or ""
    owner = type(getattr(error, "obj", None)).__name__
    if owner == "Robot":
        return unknown_robot_name(given)
    fields = getattr(type(getattr(error, "obj", None)), "_fields", ())
    if fields:
        # A unit left out is the usual slip: x for x_m.
        close = [one for one in fields if one.startswith(f"{given}_")] or get_close_matches(given, fields, n=1)
        hint = f"Did you mean “{close[0]}”?" if close else ""
        return f"There is no “{given}” in it; it has: {', '.join(fields)}.", hint
    if owner in {"function", "method"}:
        return f"“{given}” can't be read from a function.", "Is a pair of brackets () missing before the point?"
    if owner == "NoneType":
        return f"There is nothing to read “{given}” from: the value is None.", "Has it been given a value?"
    return f"{_sentence(str(error))}", ""


def _type_error(error: BaseException, source: str) -> _Explained:
    message = str(error)
    if "drive() takes 0 positional" in message:
        return WITHOUT_ROBOT
    called = re.search(r"robot\.(\w+)\(", source)
    if "object is not callable" in message and called and called.group(1) in PROPERTIES:
        return called_property(called.group(1))
    missing = re.search(r"(\w+)\(\) missing \d+ required positional arguments?: (.+)", message)
    if missing:
        return f"{missing.group(1)}(…) needs a value for {missing.group(2)}.", "Put it between the brackets."
    if re.search(r"takes .*positional arguments? but", message):
        return f"Too many values between the brackets ({message}).", "A decimal number has a point (0.5), not a comma."
    unexpected = re.search(r"unexpected keyword argument '(\w+)'", message)
    if unexpected:
        return f"There is no value called “{unexpected.group(1)}” for this function.", _sentence(message)
    bound = re.search(r"'(method|function|builtin_function_or_method)'", message)
    if bound and ("unsupported operand" in message or "not supported between" in message):
        return "A function is used here as if it were its answer.", "Is a pair of brackets () missing behind its name?"
    if "'NoneType'" in message:
        return "A value is used here that is None, that is, nothing.", "Has the function before it a return line?"
    if ("'str'" in message and "'float'" in message) or ("'str'" in message and "'int'" in message):
        return "A text and a number don't go together here.", "Use float(…) to make a number of a text."
    return _sentence(message), ""


def _import_error(error: BaseException, source: str) -> _Explained:
    given = (getattr(error, "name", None) or "").split(".")[0]
    hint = _KNOWN_MODULES.get(given, "A program needs no import; math, random and numpy are there if you want them.")
    return f"There is no module “{given}” in the box.", hint


def _recursion_error(error: BaseException, source: str) -> _Explained:
    return "A function calls itself again and again without end.", "Use a loop (while or for) instead."


def _zero_division(error: BaseException, source: str) -> _Explained:
    return "A number is divided by zero here.", "Check with “if” that it is not 0 before you divide."


def _index_error(error: BaseException, source: str) -> _Explained:
    return (
        "There is no entry with that number.",
        "Entries are counted from 0: a list of 3 has 0, 1 and 2. Is the list perhaps empty?",
    )


def _key_error(error: BaseException, source: str) -> _Explained:
    return f"There is no entry {error.args[0]!r}." if error.args else "There is no such entry.", "Check its spelling."


def _permission_error(error: BaseException, source: str) -> _Explained:
    return (
        "The box does not allow this: no network, no other programs, no files outside its own folder.",
        "The robot object is all that a mission needs.",
    )


def _file_error(error: BaseException, source: str) -> _Explained:
    return f"There is no file {getattr(error, 'filename', '')!r} in the box.", "Programs start with an empty folder."


def _eof_error(error: BaseException, source: str) -> _Explained:
    return "Nobody can type an answer while the robot drives.", "Leave input() out; give the value in the program."


def _os_error(error: BaseException, source: str) -> _Explained:
    return f"The box refused: {error}.", "The writable folder is small; the robot object is all that a mission needs."


def _runtime_error(error: BaseException, source: str) -> _Explained:
    if "start new thread" in str(error):
        return (
            _NO_THREADS,
            "Do one thing after the other in one loop, and let time pass with robot.move(...) or robot.wait(...).",
        )
    return f"{type(error).__name__}: {error}", ""


def _own_message(error: BaseException, source: str) -> _Explained:
    return str(error), ""  # begins with the call as it is written, in small letters


def _missing_model(error: BaseException, source: str) -> _Explained:
    return str(error), "Write a function learn(data) that returns a model, or choose a model with --model NAME."


def _value_error(error: BaseException, source: str) -> _Explained:
    if "truth value of an array" in str(error):
        return "A whole array can't be true or false.", "Compare one entry, or use .min(), .max(), .any() or .all()."
    return _sentence(str(error)), ""


# First match wins; kinds of our own first, then from special to general.
_EXPLAINED: tuple[tuple[tuple[type[BaseException], ...], Callable[[BaseException, str], _Explained]], ...] = (
    ((MissingSensorError, WrongValueError), _own_message),
    ((MissingModelError,), _missing_model),
    ((NameError,), _name_error),
    ((AttributeError,), _attribute_error),
    ((TypeError,), _type_error),
    ((ImportError,), _import_error),
    ((RecursionError,), _recursion_error),
    ((RuntimeError,), _runtime_error),
    ((ZeroDivisionError,), _zero_division),
    ((IndexError,), _index_error),
    ((KeyError,), _key_error),
    ((PermissionError,), _permission_error),
    ((FileNotFoundError,), _file_error),
    ((EOFError,), _eof_error),
    ((OSError,), _os_error),
    ((ValueError,), _value_error),
)


def _line_in_program(error: BaseException, name: str) -> int | None:
    # Not `traceback`, which makes an object of each of what may be a million frames.
    line, trace = None, object.__getattribute__(error, "__traceback__")  # theirs may fail
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _program_text(error: BaseException) -> str:
    """The names that the program knew where it failed."""
    trace = error.__traceback__
    names: list[str] = []
    while trace is not None:
        names += [*trace.tb_frame.f_locals, *(n for n in trace.tb_frame.f_globals if not n.startswith("__"))]
        trace = trace.tb_next
    return " ".join(names)


def source_line(text: str, line: int | None) -> str:
    """The text of a line of a program, without its indentation and not too long; empty where there is none."""
    lines = text.split("\n")  # as Python counts them; splitlines() also splits at form feeds and the like
    return lines[line - 1].strip()[:200] if line is not None and 0 < line <= len(lines) else ""


def _sentence(message: str) -> str:
    message = message.strip()
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "!", "?")) else ".")
