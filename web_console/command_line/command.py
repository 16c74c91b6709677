# SPDX-License-Identifier: Apache-2.0
"""One command from its words to its exit code: the answer, the complaint, and what nobody should see."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from web_console.command_line.arguments import build_parser, unknown_verb
from web_console.command_line.outcome import CommandError, ErrorOutput, ExitCode, Output, invalid
from web_console.command_line.verbs import VERBS, load

GONE = 128 + signal.SIGPIPE
"""Exit code when whoever reads our output goes away, as a shell reports it."""


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit code."""
    _open_what_is_closed()
    try:
        code = _answer(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; the rest must not complain about it either.
        _silence(1, 2)
        return GONE
    except OSError as error:
        # Such as a full disk. What is still in the buffer must not be tried again at the very end.
        _silence(1)
        with suppress(OSError):
            print(f"valence: The answer can't be written: {error.strerror}.", file=sys.stderr)
            sys.stderr.flush()
            return ExitCode.OUR_FAULT
        _silence(2)
        return ExitCode.OUR_FAULT
    return code


def _answer(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # JSON is UTF-8 wherever it goes; a terminal that lacks a sign gets another.
            stream.reconfigure(encoding="utf-8" if as_json else None, errors="replace")
    try:
        code, output = _run(arguments)
        if output is None:  # it was printed already
            return int(code)
    except CommandError as error:
        code, output = error.code, error.output
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second one must not spoil the answer
        stopped = CommandError(ExitCode.INTERRUPTED, "Stopped.")
        code, output = stopped.code, stopped.output
    except Exception as error:  # a fault of ours: never a traceback on a learner's screen
        if isinstance(error, BrokenPipeError) and _nobody_reads():
            raise
        ours = _our_fault(error)
        code, output = ours.code, ours.output
    if as_json:
        print(output.model_dump_json())
    elif isinstance(output, ErrorOutput):
        _complain(output)
    return int(code)


def _run(arguments: list[str]) -> tuple[ExitCode, Output | None]:
    for argument in arguments:
        if argument != argument.encode("utf-8", "replace").decode("utf-8"):
            raise invalid(f"The argument {ascii(argument)[:100]} is not text in UTF-8.", "Rename the file.")
    verb = next((word for word in arguments if not word.startswith("-")), None)
    if verb is not None and verb not in VERBS:
        raise unknown_verb(verb)
    if arguments[:1] == ["--json"]:
        raise invalid("--json stands before the command.", f"Put it behind: `./valence {verb or 'missions'} --json`.")
    parser = build_parser(verb)
    if verb == "test":
        # Everything behind `test` is pytest's.
        given, rest = parser.parse_known_args(arguments[:1])
        given.rest = [*rest, *arguments[1:]]
    else:
        given = parser.parse_args(arguments)
    if given.verb is None:
        parser.print_help(sys.stderr)
        raise CommandError(ExitCode.INVALID, "A command is missing.", "Try `./valence run first_drive`.")
    return load(given.verb).run(given)


def _nobody_reads() -> bool:
    """Whether the other end of our output is closed; a broken pipe may also be one of the lab's own."""
    poll = select.poll()
    for descriptor in (1, 2):
        poll.register(descriptor, 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _open_what_is_closed() -> None:
    """Gives closed standard streams (`>&-`) an end, before a file of the lab gets their number."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def _silence(*descriptors: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)


def _complain(output: Output) -> None:
    print(f"valence: {output.message}", file=sys.stderr)
    if output.hint:
        print(f"         {output.hint}", file=sys.stderr)


def _our_fault(error: Exception) -> CommandError:
    from missions.errors import LabHomeError  # noqa: PLC0415 - only when something is broken
    from missions.lab_home import lab_home  # noqa: PLC0415

    if isinstance(error, LabHomeError):
        return CommandError(ExitCode.OUR_FAULT, error.message, error.hint)
    what = f"{type(error).__name__}: {error}"[:300]
    try:
        file: Path | None = lab_home() / "log" / "last_error.txt"
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(traceback.format_exc(), encoding="utf-8")
    except Exception:  # the fault may be the folder itself
        file = None
    hint = f"Please report it with {file}." if file else "Run ./valence doctor."
    return CommandError(ExitCode.OUR_FAULT, f"The lab failed ({what}).", hint)
