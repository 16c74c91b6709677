# SPDX-License-Identifier: Apache-2.0
"""What the robot touched between two looks: sampled while physics runs, so that short touches are not missed."""

from __future__ import annotations

from typing import Any

from worlds.pose import Vec3
from worlds.readings import Contact, ContactReading

Strongest = dict[tuple[int, int], tuple[float, Vec3]]


class ContactLog:
    """The strongest contact of each pair of parts since each listener last asked."""

    def __init__(self, model: Any, owners: dict[str, tuple[str, str]], watched: frozenset[str]) -> None:
        """Makes a log.

        Args:
            model: the compiled `MjModel`.
            owners: (model, `link::collision`) by geom name.
            watched: models whose contacts are kept: the robot, or else those with contact sensors.
        """
        self._owners = [owners[model.geom(geom).name] for geom in range(model.ngeom)]
        self._of_robot = [owner in watched for owner, _ in self._owners]
        self._watching = any(self._of_robot)
        self._truth: Strongest = {}
        self._by_sensor: dict[str, tuple[frozenset[int], Strongest]] = {}

    def listen(self, sensor: str, model: str, collisions: frozenset[str]) -> None:
        """Keeps the contacts of some of a watched model's collisions (`link::collision`) for a contact sensor."""
        geoms = frozenset(
            geom for geom, (owner, collision) in enumerate(self._owners) if owner == model and collision in collisions
        )
        self._by_sensor[sensor] = (geoms, {})

    def clear(self) -> None:
        """Forgets everything."""
        self._truth.clear()
        for _, kept in self._by_sensor.values():
            kept.clear()

    def sample(self, data: Any) -> None:
        """Looks at the contacts of the last physics step."""
        if not self._watching or not data.ncon:
            return
        contact, of_robot = data.contact, self._of_robot
        # One look at each array: in Python that costs more than what is in it.
        geoms, addresses, forces = contact.geom.tolist(), contact.efc_address.tolist(), data.efc_force
        normals = None
        for row, (first, second) in enumerate(geoms):
            address = addresses[row]
            if of_robot[first] == of_robot[second] or address < 0:
                continue
            # The first row of an elliptic friction cone is the normal force.
            force_n = float(forces[address])
            if force_n <= 0.0:
                continue
            pair = (first, second) if of_robot[first] else (second, first)
            if self._by_sensor:
                self._tell_sensors(pair, force_n)
            known = self._truth.get(pair)
            if known is None or force_n > known[0]:
                if normals is None:
                    normals = contact.frame
                # MuJoCo's normal points from the first geom to the second.
                x, y, z = normals[row, :3].tolist()
                self._truth[pair] = (force_n, (-x, -y, -z) if of_robot[first] else (x, y, z))

    def _tell_sensors(self, pair: tuple[int, int], force_n: float) -> None:
        for geoms, kept in self._by_sensor.values():
            if pair[0] in geoms and force_n > kept.get(pair, (0.0,))[0]:
                kept[pair] = (force_n, (0.0, 0.0, 0.0))

    def take_truth(self) -> tuple[Contact, ...]:
        """Returns what the robot touched since the last call, in a fixed order, and starts anew."""
        contacts = tuple(
            Contact(self._owners[own][1], *self._owners[other], normal=normal, force_n=force_n)
            for (own, other), (force_n, normal) in sorted(self._truth.items())
        )
        self._truth.clear()
        return contacts

    def take_reading(self, sensor: str) -> ContactReading:
        """Returns what a contact sensor felt since its last reading, and starts anew."""
        kept = self._by_sensor[sensor][1]
        forces_n = [force_n for force_n, _ in kept.values()]
        kept.clear()
        return ContactReading(touching=bool(forces_n), force_n=max(forces_n, default=0.0))
