# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: which known tones are heard, as `vision_msgs/Classification` on `/tones`."""

from __future__ import annotations

import sys

from std_msgs.msg import Header

from valence_nodes.nodes.hearing_node import HearingNode
from valence_nodes.nodes.number_parameters import declare_numbers, declare_text
from valence_nodes.nodes.seeing_node import run
from valence_nodes.nodes.topics import TONES
from valence_nodes.signals.tones import known_tones, recognise_tones
from valence_nodes.signals.windows import Signal


class ToneNode(HearingNode):
    """Adapter between blocks of sound and `recognise_tones`; each window is answered, one without a tone, too."""

    def __init__(self) -> None:
        super().__init__("tone_node", TONES)
        text = declare_text(self, "tones", "beep:1000", "Names of the tones with their Hz: beep:1000, alarm:2500")
        self._known = known_tones(text)
        numbers = declare_numbers(
            self,
            (
                ("window_s", 0.1, 0.02, 2.0, "Length of a window, s: a longer one tells closer frequencies apart."),
                ("step_s", 0.05, 0.01, 2.0, "From one window to the next, s."),
                ("min_snr_db", 15.0, 3.0, 80.0, "So far must a tone stand out of what is beside it, dB."),
                ("tolerance_hz", 15.0, 0.5, 500.0, "A tone may be so far off its frequency, Hz."),
            ),
        )
        self._tolerance_hz, self._min_snr_db = numbers["tolerance_hz"], numbers["min_snr_db"]
        self.listen_to(numbers["window_s"], numbers["step_s"])

    def listen(self, window: Signal, rate_hz: int, header: Header) -> None:
        """Tells the tones of a window; a score is the share of the sound's power that is in the tone."""
        found = recognise_tones(
            window.mean(axis=1),
            rate_hz,
            self._known,
            tolerance_hz=self._tolerance_hz,
            min_snr_db=self._min_snr_db,
        )
        self.tell_all(header, [(name, share) for name, share, _ in found])


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(ToneNode, args)


if __name__ == "__main__":
    main(sys.argv)
