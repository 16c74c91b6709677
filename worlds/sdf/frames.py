# SPDX-License-Identifier: Apache-2.0
"""Which frame every pose is given in: the frames of a world or a model, and where each one is.

Semantics: sdformat.org, “Pose frame semantics” (SDFormat 1.7 and later). A scope is the world or one model.
Its root is the frame `world` or `__model__`. `nested::frame` names a frame of a nested model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from worlds.errors import SdfError
from worlds.pose import IDENTITY, Pose
from worlds.sdf.document import Element, shown

WORLD = "world"
MODEL = "__model__"


@dataclass(eq=False)
class Frame:
    """One frame of a scope.

    Attributes:
        kind: what carries the frame.
        element: where it was read.
        pose: in the frame `relative_to`, of the frame itself or, of a model, of its placement frame.
        relative_to: name in the same scope; empty for the root.
        attached_to: the frame that this one moves with, if it is a `<frame>`, or a joint's child.
        nested: the scope of a nested model.
        placement: of a nested model: the frame in it that `pose` places.
    """

    kind: Literal["link", "joint", "frame", "model"]
    element: Element
    pose: Pose
    relative_to: str
    attached_to: str = ""
    nested: Scope | None = None
    placement: str = ""

    def offset(self) -> Pose:
        """Returns the frame's own origin in the frame `relative_to`."""
        if self.nested is None or not self.placement:
            return self.pose
        return self.pose @ self.nested.pose_of(self.placement, self.element).inverse()


@dataclass(eq=False)
class Scope:
    """The frames of a world or a model by name; siblings share one set of names."""

    root: str = MODEL
    frames: dict[str, Frame] = field(default_factory=dict)
    canonical: str = ""
    _known: dict[str, Pose] = field(default_factory=dict)
    _links: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, frame: Frame) -> None:
        """Adds a frame.

        Raises:
            SdfError: a sibling has that name already.
        """
        other = self.frames.get(name)
        if other is not None:
            raise frame.element.error(
                f"the name {shown(name)} is taken by <{other.element.tag}> of line {other.element.line}.",
                "Siblings need different names, even if they are of different kinds.",
            )
        self.frames[name] = frame

    def pose_of(self, name: str, asking: Element) -> Pose:
        """Returns a frame's pose in the scope's root frame.

        Args:
            name: of the frame; empty for the root.
            asking: the element that names it, for the error.

        Raises:
            SdfError: no such frame, or its poses run in a circle.
        """
        steps: list[tuple[str, Pose]] = []
        waiting: set[str] = set()
        while name not in ("", self.root) and name not in self._known:
            if name in waiting:
                raise self._circle([step for step, _ in steps], name, asking, "relative_to")
            waiting.add(name)
            first, _, rest = name.partition("::")
            frame = self._frame(first, name, asking)
            if rest:
                if frame.nested is None:
                    raise self._unknown(name, asking)
                steps.append((name, frame.nested.pose_of(rest, asking)))
                name = first
            else:
                steps.append((name, frame.offset()))
                name, asking = frame.relative_to, frame.element
        pose = self._known.get(name, IDENTITY)
        for step, offset in reversed(steps):
            pose = pose @ offset
            self._known[step] = pose
        return pose

    def link_of(self, name: str, asking: Element) -> str:
        """Returns the scoped name of the link that carries a frame.

        Raises:
            SdfError: no such frame, it moves with no link, or it is attached in a circle.
        """
        steps: list[str] = []
        waiting: set[str] = set()
        found = ""
        while not found:
            if name in ("", self.root):
                if not self.canonical:
                    raise asking.error("the model has no link that its frame could move with.")
                name = self.canonical
            if name in waiting:
                raise self._circle(steps, name, asking, "attached_to")
            waiting.add(name)
            steps.append(name)
            first, _, rest = name.partition("::")
            frame = self._frame(first, name, asking)
            if name in self._links:
                found = self._links[name]
            elif frame.nested is not None:
                found = f"{first}::{frame.nested.link_of(rest, asking)}"
            elif rest:
                raise self._unknown(name, asking)
            elif frame.kind == "link":
                found = name
            else:
                name, asking = frame.attached_to, frame.element
        self._links.update(dict.fromkeys(steps, found))
        return found

    def check(self) -> None:
        """Resolves every frame, used or not.

        Raises:
            SdfError: one can't be resolved.
        """
        for name, frame in self.frames.items():
            self.pose_of(name, frame.element)
            if frame.kind in ("frame", "joint") and self.canonical:
                self.link_of(name, frame.element)

    def _frame(self, first: str, name: str, asking: Element) -> Frame:
        frame = self.frames.get(first)
        if frame is None:
            raise self._unknown(name, asking)
        return frame

    def _unknown(self, name: str, asking: Element) -> SdfError:
        known = sorted(self.frames)
        close = get_close_matches(name[:80], known[:500], n=1)
        hint = f"Did you mean “{close[0]}”?" if close else f"Known: {', '.join(known[:8]) or 'none'}."
        return asking.error(f"there is no frame {shown(name)} here.", hint)

    @staticmethod
    def _circle(steps: list[str], name: str, asking: Element, attribute: str) -> SdfError:
        around = [*steps[steps.index(name) :], name]
        return asking.error(f"{attribute} runs in a circle: {' → '.join(around[:8])}.")


def pose_in(scope: Scope, base: Pose, relative_to: str, raw: Pose, asking: Element) -> Pose:
    """Turns a pose given in a frame of a scope into one in `base` (itself in the scope's root).

    An empty `relative_to` means that `raw` is in `base` already.
    """
    if not relative_to:
        return raw
    return base.inverse() @ scope.pose_of(relative_to, asking) @ raw
