# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: spoken-like commands that are heard, as `vision_msgs/Classification` on `/spoken_commands`."""

from __future__ import annotations

import sys

from std_msgs.msg import Header

from valence_nodes.nodes.hearing_node import HearingNode
from valence_nodes.nodes.number_parameters import declare_numbers
from valence_nodes.nodes.seeing_node import run
from valence_nodes.nodes.topics import COMMANDS
from valence_nodes.signals.commands import OTHER, CommandRecogniser
from valence_nodes.signals.windows import Signal
from valence_nodes.signals.words import WordFinder

_BLOCK_S = 0.05


class CommandNode(HearingNode):
    """Adapter between blocks of sound, `WordFinder` and `CommandRecogniser`; each word is told of once, at its end."""

    def __init__(self) -> None:
        super().__init__("command_node", COMMANDS)
        least = ("min_confidence", 0.5, 0.0, 1.0, "A word that is not so likely any command is not told of.")
        self._least: float = declare_numbers(self, (least,))["min_confidence"]
        self._recogniser = CommandRecogniser(self.declared_model())
        self._finder: WordFinder | None = None
        self.listen_to(_BLOCK_S, _BLOCK_S)

    def started_anew(self) -> None:
        """Forgets the word that was cut off, and the background of another place."""
        self._finder = None

    def listen(self, window: Signal, rate_hz: int, header: Header) -> None:
        """Tells the commands that have ended in a window."""
        if self._finder is None:
            self._finder = WordFinder(rate_hz)
        for piece in self._finder.add(window.mean(axis=1)):
            found = self._recogniser.recognise(piece.sound, rate_hz)
            if found.label != OTHER and found.confidence >= self._least:
                self.tell(header, found)


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(CommandNode, args)


if __name__ == "__main__":
    main(sys.argv)
