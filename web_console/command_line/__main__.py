# SPDX-License-Identifier: Apache-2.0
"""`python -m web_console.command_line`: what `./valence` runs once everything is set up."""

from __future__ import annotations

import signal
import sys

if __name__ == "__main__":
    # Until `main` takes care of it, Ctrl-C ends the process at once: a traceback of half an import helps nobody.
    # Where it was ignored from the start (nohup, a job in the background) it stays so.
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from web_console.command_line.command import main

    signal.signal(signal.SIGINT, before)
    if before is not signal.SIG_IGN:
        # A polite request to end is the same to us: everything is closed on the way out.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
