# SPDX-License-Identifier: Apache-2.0
"""How a box's process came to its end, told from its exit code and what it left on its error output."""

from __future__ import annotations

import re
import signal

from valence_nodes.programs.failure import ProgramFailure
from valence_nodes.programs.inside.boxed_program import EXIT_FAILED

_CRASHES = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}


def explain_end(code: int, said: str, *, too_many_files: bool, time_left: bool) -> ProgramFailure:
    """Explains the end of a box that ended without a word.

    Args:
        code: exit code of bwrap, or of the program itself where there is no box.
        said: the box's error output; a program may have written to it.
        too_many_files: whether the box was ended for having too many.
        time_left: whether it can't have used up its computing time yet.
    """
    # bwrap reports the end by a signal as a shell does: 128 + signal.
    number = -code if code < 0 else code - 128
    if too_many_files:
        message = ("output", "Your program made too many files.", "A few files are enough; say(...) fills a log.")
    elif "MemoryError" in said or "Cannot allocate memory" in said:
        message = ("memory", "Your program wanted more memory than it may have.", "Is a list growing?")
    elif number == signal.SIGKILL and time_left:
        # With time left, nobody but the kernel kills it.
        hint = "Is a list growing? If not, the machine has too much to do: try again."
        message = ("memory", "The machine ran out of memory, and ended your program.", hint)
    elif number in {signal.SIGXCPU, signal.SIGKILL}:
        message = ("time_total", "Your program used up its computing time.", "Is there a loop without an end?")
    elif number == signal.SIGSYS:
        message = ("forbidden", "Your program asked for something that the box forbids.", "")
    elif number == signal.SIGXFSZ:
        message = ("output", "Your program wrote a file that is too large.", "Keep files small, or write none.")
    elif number in _CRASHES:
        name = signal.Signals(number).name
        message = ("gone", f"Your program crashed Python itself ({name}).", "Leave ctypes and the like alone.")
    elif code == EXIT_FAILED:
        hint = "Leave its connection and Python's own functions alone."
        message = ("gone", "Your program failed, and could not tell how.", hint)
    else:
        message = ("gone", f"Your program ended itself (exit code {code}).", "Let drive(robot) come to its end.")
    return ProgramFailure(*message, line=crash_line(said), log_text=said)


def crash_line(said: str) -> int | None:
    """The innermost line of the program in what faulthandler printed; a program may have printed it itself.

    Args:
        said: `File "my_program.py", line 3 in drive`, innermost first; our own files have absolute paths.
    """
    found = re.search(r'^ *File "[^/"][^"\n]*", line ([0-9]{1,6}) in ', said, re.MULTILINE)
    return int(found.group(1)) or None if found else None
