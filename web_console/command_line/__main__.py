# SPDX-License-Identifier: Apache-2.0
"""`python -m web_console.command_line`: what `./valence` runs once everything is set up."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path

from web_console.command_line.arguments import build_parser, unknown_verb
from web_console.command_line.outcome import CommandError, ExitCode, Output
from web_console.command_line.verbs import VERBS, load


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit code."""
    as_json = "--json" in arguments
    try:
        code, output = _run(arguments)
    except CommandError as error:
        code, output = error.code, error.output
        if not as_json:
            _complain(output)
    except KeyboardInterrupt:
        stopped = CommandError(ExitCode.INTERRUPTED, "Stopped.")
        code, output = stopped.code, stopped.output
        if not as_json:
            _complain(output)
    except BrokenPipeError:
        # Whoever read our output has gone; the rest must not complain about it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except Exception as error:  # a fault of ours: never a traceback on a learner's screen
        ours = _our_fault(error)
        code, output = ours.code, ours.output
        if not as_json:
            _complain(output)
    if as_json:
        print(output.model_dump_json())
    return int(code)


def _run(arguments: list[str]) -> tuple[ExitCode, Output]:
    verb = next((word for word in arguments if not word.startswith("-")), None)
    if verb is not None and verb not in VERBS:
        raise unknown_verb(verb)
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


def _complain(output: Output) -> None:
    print(f"valence: {output.message}", file=sys.stderr)
    if output.hint:
        print(f"         {output.hint}", file=sys.stderr)


def _our_fault(error: Exception) -> CommandError:
    from missions.lab_home import lab_home  # noqa: PLC0415 - only when something is broken

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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
