# SPDX-License-Identifier: Apache-2.0
"""The robot that a program is given, in simulation and on a physical one alike. Runs inside the box."""

from __future__ import annotations

import json
import math
from array import array
from typing import TYPE_CHECKING, Any

from valence_nodes.programs.answers import WrongAnswerError
from valence_nodes.programs.inside.link import Link
from valence_nodes.programs.inside.patience import Patience
from valence_nodes.programs.robot_readings import Battery, Detection, Imu, Odometry, Sound
from valence_nodes.programs.samples import WrongSampleError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class MissingSensorError(Exception):
    """The robot has no such sensor, or the sensor has not measured yet."""


class MissingModelError(Exception):
    """Nothing was learned, and no model was chosen."""


class WrongValueError(Exception):
    """A value that was given to the robot can't be used."""


def cm(centimetres: float) -> float:
    """Turns centimetres into metres: `robot.forward(cm(50))`."""
    return _number("cm", "centimetres", centimetres) / 100.0


def deg(degrees: float) -> float:
    """Turns degrees into radians: `robot.turn(deg(90))`."""
    return math.radians(_number("deg", "degrees", degrees))


class Robot:
    """A robot with two driven wheels, a lidar, and on some robots a camera.

    Lengths are metres, angles radians (counter-clockwise, so left is positive), times seconds. Use `cm(50)` and
    `deg(90)` if you think in those. Time passes only while the robot drives or waits: in `move`, `forward`,
    `turn`, `stop` and `wait`.
    """

    def __init__(self, link: Link, features: dict[str, Any], model: Any = None) -> None:
        self._link = link
        self._model = model
        self._max_speed_mps = float(features.get("max_speed_mps", 0.2))
        self._max_turn_radps = float(features.get("max_turn_radps", 2.0))
        self._lidar_yaw_rad = float(features.get("lidar_yaw_rad", 0.0))
        self._speed_mps = 0.0
        self._turn_radps = 0.0
        self._told: set[str] = set()
        self._picture: tuple[Any, npt.NDArray[np.uint8]] | None = None
        self._task_json = str(features.get("task_json", "{}"))
        self._task: Any = None

    # ---- driving ---------------------------------------------------------------------------------------------

    def move(self, speed_mps: float, turn_radps: float = 0.0) -> None:
        """Drives at this speed for one control step (1/20 s), and goes on so while you `wait`.

        Use it in a loop: `while robot.running: robot.move(0.1)`; or with a wait: `robot.move(0.1); robot.wait(2)`.

        Args:
            speed_mps: metres a second, negative for backwards.
            turn_radps: radians a second, positive for left.
        """
        self._speed_mps = _number("robot.move", "speed_mps", speed_mps)
        self._turn_radps = _number("robot.move", "turn_radps", turn_radps)
        self._note_too_fast()
        self._step()

    def forward(self, distance_m: float, speed_mps: float | None = None) -> None:
        """Drives straight for a distance, then stops: `robot.forward(0.5)`, or `robot.forward(-cm(20))` for back.

        If something blocks the way for 3 seconds, it gives up and says so in the log.

        Args:
            distance_m: metres, negative for backwards.
            speed_mps: metres a second; without it, a comfortable speed.
        """
        wanted_m = _number("robot.forward", "distance_m", distance_m)
        fastest = 0.8 * self._max_speed_mps
        if speed_mps is not None:
            fastest = abs(_number("robot.forward", "speed_mps", speed_mps))
        if fastest == 0:
            raise WrongValueError("robot.forward: with a speed of 0 the robot would never arrive.")
        if fastest > self._max_speed_mps * 1.001:
            self._note(f"robot.forward, speed {fastest:g}: this robot reaches {self._max_speed_mps:g} m/s, no more.")
        if abs(wanted_m) > 20:
            self._note(f"robot.forward({wanted_m:g}) is {abs(wanted_m):g} metres. Meant cm({wanted_m:g})?")
        start = self.odometry
        sign = math.copysign(1.0, wanted_m)
        patience = Patience(self.time_s)
        while True:
            now = self.odometry
            dx, dy = now.x_m - start.x_m, now.y_m - start.y_m
            gone_m = sign * (dx * math.cos(start.yaw_rad) + dy * math.sin(start.yaw_rad))
            left_m = abs(wanted_m) - gone_m
            if left_m < 0.003 or patience.exhausted(self.time_s, gone_m, 0.01):
                break
            # Slows down in time: v² = 2·a·s, with a deceleration that every robot of the lab reaches.
            speed = min(fastest, math.sqrt(2 * 0.15 * left_m) + 0.005)
            self._drive(sign * speed, 2.0 * _wrapped(start.yaw_rad - now.yaw_rad))
        if patience.gave_up:
            self.say(f"robot.forward: something blocks the way, {left_m:.2f} m are left.")
        self.stop()

    def turn(self, angle_rad: float, speed_radps: float | None = None) -> None:
        """Turns on the spot, then stops: `robot.turn(deg(90))` for left, `robot.turn(-deg(90))` for right.

        Args:
            angle_rad: radians, positive for left; more than a full turn is fine.
            speed_radps: radians a second; without it, a comfortable speed.
        """
        wanted_rad = _number("robot.turn", "angle_rad", angle_rad)
        fastest = min(1.0, 0.6 * self._max_turn_radps)
        if speed_radps is not None:
            fastest = abs(_number("robot.turn", "speed_radps", speed_radps))
        if fastest == 0:
            raise WrongValueError("robot.turn: with a speed of 0 the robot would never arrive.")
        if abs(wanted_rad) > 6 * math.pi:
            self._note(f"robot.turn({angle_rad:g}) is {abs(wanted_rad) / math.tau:.0f} full turns. Meant deg(…)?")
        sign = math.copysign(1.0, wanted_rad)
        turned_rad, last_rad = 0.0, self._heading_rad()
        patience = Patience(self.time_s)
        while True:
            now_rad = self._heading_rad()
            turned_rad += _wrapped(now_rad - last_rad)
            last_rad = now_rad
            left_rad = abs(wanted_rad) - sign * turned_rad
            if left_rad < 0.01 or patience.exhausted(self.time_s, sign * turned_rad, 0.02):
                break
            speed = min(fastest, math.sqrt(2 * 1.0 * left_rad) * 0.8 + 0.02)
            self._drive(0.0, sign * speed)
        if patience.gave_up:
            self.say(f"robot.turn: something blocks the robot, {math.degrees(left_rad):.0f} degrees are left.")
        self.stop()

    def stop(self) -> None:
        """Stops, and waits until the robot stands still."""
        self._drive(0.0, 0.0)
        for _ in range(20):
            now = self._link.observation.get("odometry")
            if now is None or (abs(now["speed_mps"]) < 0.01 and abs(now["turn_radps"]) < 0.03):
                return
            self._step()

    def wait(self, seconds: float) -> None:
        """Lets time pass; the robot goes on as it was told last: `robot.move(0.1); robot.wait(2)`.

        Args:
            seconds: how long, 0 or more.
        """
        wanted_s = _number("robot.wait", "seconds", seconds)
        if wanted_s < 0:
            raise WrongValueError(f"robot.wait({seconds:g}): time can't run backwards; give 0 or more seconds.")
        until_s = self.time_s + wanted_s
        self._step()
        # Half a nanosecond of slack: times are sums of steps.
        while self.time_s < until_s - 5e-10:
            self._step()

    @property
    def running(self) -> bool:
        """True while the episode goes on: `while robot.running:`."""
        return self._link.running

    @property
    def time_s(self) -> float:
        """Seconds since the episode began."""
        return float(self._link.observation["time_s"])

    # ---- sensing ---------------------------------------------------------------------------------------------

    @property
    def scan(self) -> npt.NDArray[np.float32]:
        """The lidar's distances in metres, all around: the first straight ahead, then counter-clockwise.

        `inf` where nothing is in range, `-inf` where something is too close to measure. For one direction,
        `robot.distance(angle)` is easier.
        """
        import numpy  # noqa: PLC0415 - costs a tenth of a second, which most programs need not pay

        scan = self._part("scan", "lidar")
        ranges = numpy.frombuffer(scan["ranges_m"], numpy.float32)
        first = round(-(scan["angle_min_rad"] + self._lidar_yaw_rad) / scan["angle_increment_rad"])
        return numpy.roll(ranges, -first)

    def distance(self, angle_rad: float = 0.0, width_rad: float = math.radians(10)) -> float:
        """Distance in metres to the nearest thing in a direction: `robot.distance()`, `robot.distance(deg(90))`.

        Args:
            angle_rad: direction, 0 ahead, positive to the left.
            width_rad: how wide a fan of rays to look at, in all.

        Returns:
            Metres; `inf` if nothing is in range, the least distance the lidar can measure if it is closer still.
        """
        middle = _number("robot.distance", "angle_rad", angle_rad)
        half = abs(_number("robot.distance", "width_rad", width_rad)) / 2
        scan = self._part("scan", "lidar")
        increment = scan["angle_increment_rad"]
        ranges = array("f", scan["ranges_m"])
        count = len(ranges)
        if abs(middle) > 2 * math.tau:
            self._note(f"robot.distance({angle_rad:g}): angles are radians. Did you mean deg({angle_rad:g})?")
        centre = (middle - self._lidar_yaw_rad - scan["angle_min_rad"]) / increment
        reach = min(half / increment, count / 2)
        indices = range(math.ceil(centre - reach - 1e-6), math.floor(centre + reach + 1e-6) + 1)
        nearest = min((ranges[index % count] for index in indices or (round(centre),)), default=math.inf)
        return float(scan["range_min_m"]) if nearest < scan["range_min_m"] else nearest

    @property
    def image(self) -> npt.NDArray[np.uint8]:
        """The camera's picture: an array of height × width × 3 (red, green, blue), each 0..255, top row first."""
        import numpy  # noqa: PLC0415 - see scan

        image = self._part("image", "camera")
        if self._picture is None or self._picture[0] is not image:
            pixels = numpy.frombuffer(bytearray(image["rgb"]), numpy.uint8)  # a copy that can be drawn into
            self._picture = image, pixels.reshape(image["height_px"], image["width_px"], 3)
        return self._picture[1]

    @property
    def odometry(self) -> Odometry:
        """Where the wheels say the robot is, from where it started: `robot.odometry.x_m`. It drifts a little."""
        return Odometry(**self._part("odometry", "odometry"))

    @property
    def imu(self) -> Imu:
        """Heading, turning rates and accelerations: `robot.imu.yaw_rad`."""
        imu = self._part("imu", "IMU")
        return Imu(imu["yaw_rad"], tuple(imu["angular_velocity_radps"]), tuple(imu["linear_acceleration_mps2"]))

    def imu_window(self, seconds: float = 1.0) -> npt.NDArray[np.float32]:
        """What a fast IMU felt in the last second: an array of samples × 6, the newest last.

        Columns 0 to 2 are turning rates (rad/s) about x, y, z, columns 3 to 5 accelerations (m/s²) along them. In
        the beginning it is shorter. Robots whose IMU measures 100 times a second or more have it.

        Args:
            seconds: how far to look back, at most 10.
        """
        import numpy  # noqa: PLC0415 - see scan

        wanted_s = min(10.0, max(0.0, _number("robot.imu_window", "seconds", seconds)))
        self._part("imu_window", "fast IMU")
        return numpy.frombuffer(self._link.felt.last(wanted_s), "<f4").reshape(-1, 6)

    @property
    def sound(self) -> Sound:
        """What the microphones heard in the last second: `robot.sound.samples`, `robot.sound.rate_hz` of them a second.

        The samples are sound pressure in pascals, an array of samples × channels, the newest last; with two
        microphones the first column is the left one. In the beginning it is shorter.
        """
        import numpy  # noqa: PLC0415 - see scan

        sound = self._part("sound", "microphone")
        numbers = numpy.frombuffer(sound["samples"], "<i2").reshape(-1, sound["channels"])
        return Sound(sound["rate_hz"], numbers * numpy.float32(sound["full_scale_pa"] / 32_767))

    @property
    def battery(self) -> Battery:
        """How full the battery is: `robot.battery.fraction` from 0 to 1."""
        return Battery(**self._part("battery", "battery"))

    @property
    def detections(self) -> list[Detection]:
        """What the mission's perception node sees in the picture; empty if it sees nothing.

        `colour_blob_node` finds patches of colour, labelled `red`, `blue` and so on, the largest first. `line_node`
        finds a line on the floor: it cuts the lower part of the picture into flat bands, one above the other, and
        gives one detection `line` for each band that the line crosses, the nearest to the robot first. The
        `bearing_rad` of each is the direction to the middle of what was found, left positive.
        """
        return [Detection(**one) for one in self._part("detections", "perception node")]

    @property
    def model(self) -> Any:
        """What `learn(data)` returned, or the model that was chosen for this program."""
        if self._model is None:
            raise MissingModelError("robot.model is not there: this program has learned nothing yet.")
        return self._model

    # ---- talking ---------------------------------------------------------------------------------------------

    def say(self, text: object) -> None:
        """Writes a line to your log: `robot.say("A wall!")`."""
        for line in str(text).splitlines() or [""]:
            self._link.say(line)

    def plot(self, name: str, value: float) -> None:
        """Adds a point to a curve, at the present time: `robot.plot("distance", robot.distance())`."""
        number = float(value) if isinstance(value, int | float) else _number("robot.plot", "value", value)
        if math.isfinite(number):
            self._link.plot(str(name), number)

    # ---- what is asked ---------------------------------------------------------------------------------------

    @property
    def task(self) -> Any:
        """What this episode asks, in missions that hand something over at the start; what it is says their brief.

        Plain values: numbers, texts, lists and maps. In other missions it is empty.
        """
        if self._task is None:
            self._task = json.loads(self._task_json)
        return self._task

    def answer(self, name: str, value: object) -> None:
        """Answers a question of the mission: `robot.answer("late", ["d3", "d17"])`. The last answer counts.

        Args:
            name: of the question, as the brief says.
            value: numbers, texts, lists and maps of these, as the brief says.
        """
        try:
            self._link.answer(name, value)
        except WrongAnswerError as wrong:
            raise WrongValueError(f"robot.answer: {wrong}") from wrong

    def collect(self, dataset: str, label: object = None) -> None:
        """Collects what the robot senses now, as a sample of a dataset: `robot.collect("crate", label="left")`.

        The recording of the episode keeps it; `./valence data collect` makes the dataset.

        Args:
            dataset: its name: small letters, digits and _.
            label: what the sample shows, a text or a number; without it, somebody labels it later.
        """
        try:
            self._link.collect(dataset, label)
        except WrongSampleError as wrong:
            raise WrongValueError(f"robot.collect: {wrong}") from wrong

    # ---- within ----------------------------------------------------------------------------------------------

    def _drive(self, speed_mps: float, turn_radps: float) -> None:
        self._speed_mps, self._turn_radps = speed_mps, turn_radps
        self._step()

    def _step(self) -> None:
        self._link.step(self._speed_mps, self._turn_radps)

    def _heading_rad(self) -> float:
        imu = self._link.observation.get("imu")
        return float(imu["yaw_rad"]) if imu is not None else self.odometry.yaw_rad

    def _part(self, name: str, sensor: str) -> Any:
        part = self._link.part(name)
        if part is None:
            raise MissingSensorError(f"This robot has no {sensor}, so robot.{name} is not there.")
        return part

    def _note_too_fast(self) -> None:
        if abs(self._speed_mps) > self._max_speed_mps * 1.001:
            self._note(
                f"robot.move({self._speed_mps:g}): this robot reaches {self._max_speed_mps:g} m/s and drives no faster."
            )
        if abs(self._turn_radps) > self._max_turn_radps * 1.001:
            self._note(f"A turn of {self._turn_radps:g} rad/s: this robot reaches {self._max_turn_radps:g}.")

    def _note(self, text: str) -> None:
        """Says something once."""
        key = text.split(":", maxsplit=1)[0][:24]
        if key not in self._told:
            self._told.add(key)
            self.say(f"Note: {text}")


def note_forgotten_wait(robot: Robot) -> None:
    """Called when `drive` has returned: the commonest slip is a `move` after which nothing lets time pass."""
    if (robot._speed_mps or robot._turn_radps) and robot.time_s < 1.0:
        robot._note(
            f"the program is over after {robot.time_s:g} s, and the robot stops. "
            "To let it drive on, write robot.wait(2) after robot.move(...), or a loop."
        )


def _wrapped(angle_rad: float) -> float:
    """The same angle within ±π."""
    return math.remainder(angle_rad, math.tau)


def _number(call: str, name: str, value: Any) -> float:
    # numpy's numbers have __float__ and are no int or float; texts have none.
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise WrongValueError(f"{call}: {name} must be a number, not {_named(value)}.")
    number = float(value)
    if not math.isfinite(number):
        raise WrongValueError(f"{call}: {name} is {number}, which is no usable number.")
    return number


def _named(value: Any) -> str:
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return f"{type(value).__name__} ({str(value)[:40]})"
