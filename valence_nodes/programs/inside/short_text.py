# SPDX-License-Identifier: Apache-2.0
"""What a variable holds, as a short text for people: `0.1235`, `[(0.5, 1.0), … 7 more]`, `array 360 float32`.

Nothing of the learner's runs here, and nothing takes long. So only values whose type is exactly one that we know are
looked into, and types are told apart by their identity: what a class says of itself, compares or hashes as may be
code of the program. All others are shown as `<NameOfTheirClass>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from types import ModuleType
from typing import Any

from valence_nodes.programs.robot import Robot
from valence_nodes.programs.robot_readings import Battery, Detection, Imu, Odometry
from valence_nodes.programs.trace import MAX_VALUE_CHARS

_MAX_CHARS = 80
_MAX_ITEMS = 6
_DEPTH = 2
_MAX_ITEM_CHARS = 24
_END_CHARS = 14  # of "[" and "… 12345 more]"
_MAX_INT_BITS = 100

# As `type` itself has them: a metaclass of the program's can't come between.
_NAME_OF = type.__dict__["__name__"].__get__
_MODULE_OF = type.__dict__["__module__"].__get__
_FLAGS_OF = type.__dict__["__flags__"].__get__
_MADE_IN_PYTHON = 1 << 9  # Py_TPFLAGS_HEAPTYPE: such a class is nothing that C code alone has made

_DTYPE_NAMES = {"b": "bool", "i": "int", "u": "uint", "f": "float", "c": "complex"}
_NUMBER_NAMES = frozenset(
    ["bool", "bool_", "float16", "float32", "float64"]
    + [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
)

_Show = Callable[[Any, int], str]


def short_text(value: object) -> str | None:
    """Shows a value.

    Returns:
        At most `trace.MAX_VALUE_CHARS` characters; None for what is no data: functions, classes, modules, the robot.
    """
    kind = type(value)
    show = _SHOWN.get(id(kind))
    if show is None and _is_no_data(value, kind):
        return None
    try:
        text = show(value, _DEPTH) if show is not None else _item(value, _DEPTH)
    except Exception:  # such as of a dict that a thread changes just now
        text = _named(kind)
    if len(text) <= _MAX_CHARS:
        return text
    most = MAX_VALUE_CHARS if id(kind) in _OURS else _MAX_CHARS
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _is_no_data(value: object, kind: type) -> bool:
    if kind is Robot or kind is ModuleType or issubclass(kind, type):
        return True
    # Functions, whether of Python, C or NumPy; but not what a class of the program's has a __call__ for.
    return callable(value) and not _FLAGS_OF(kind) & _MADE_IN_PYTHON


def _item(value: object, depth: int) -> str:
    kind = type(value)
    show = _SHOWN.get(id(kind)) or _from_numpy(kind)
    return _named(kind) if show is None else show(value, depth)


def _named(kind: type) -> str:
    name = _NAME_OF(kind)
    return f"<{name[:40]}>" if type(name) is str else "<object>"


def _plain(value: object, _depth: int) -> str:
    return repr(value)


def _int(value: int, _depth: int) -> str:
    # Writing out a huge number takes long, and Python refuses some.
    return repr(value) if value.bit_length() <= _MAX_INT_BITS else f"<int of {value.bit_length()} bits>"


def _float(value: float, _depth: int) -> str:
    text = "%.4g" % value if -1e3 < value < 1e3 else "%.1f" % value if -1e9 < value < 1e9 else repr(value)  # noqa: UP031
    return text if "." in text or not text.lstrip("-").isdigit() else f"{text}.0"


def _text(value: str | bytes, depth: int) -> str:
    most = _MAX_CHARS - 4 if depth == _DEPTH else _MAX_ITEM_CHARS
    return repr(value) if len(value) <= most else f"{value[:most]!r}…"


def _range(value: range, depth: int) -> str:
    step = "" if value.step == 1 else f", {_item(value.step, depth)}"
    return f"range({_item(value.start, depth)}, {_item(value.stop, depth)}{step})"


def _list(value: list[object], depth: int) -> str:
    return f"[{_items(value, len(value), depth)}]"


def _tuple(value: tuple[object, ...], depth: int) -> str:
    return f"({_items(value, len(value), depth)}{',' if len(value) == 1 else ''})"


def _set(value: set[object], depth: int) -> str:
    return f"{{{_items(value, len(value), depth)}}}" if value else "set()"


def _dict(value: dict[object, object], depth: int) -> str:
    if depth == 0:
        return "{…}" if value else "{}"
    pairs = islice(value.items(), _MAX_ITEMS)
    return f"{{{_joined((f'{_item(a, 0)}: {_item(b, depth - 1)}' for a, b in pairs), len(value))}}}"


def _items(values: Iterable[object], count: int, depth: int) -> str:
    if depth == 0:
        return "…" if count else ""
    below = depth - 1
    texts = []
    for one in islice(values, _MAX_ITEMS):
        show = _SHOWN.get(id(type(one)))
        texts.append(show(one, below) if show is not None else _item(one, below))
    return ", ".join(texts) if count == len(texts) < 3 else _joined(texts, count)


def _joined(texts: Iterable[str], count: int) -> str:
    shown: list[str] = []
    room = _MAX_CHARS - _END_CHARS
    for text in texts:
        room -= len(text) + 2
        if room < 0 and shown:
            break
        shown.append(text)
    if len(shown) < count:
        shown.append(f"… {count - len(shown)} more")
    return ", ".join(shown)


def _ours(value: tuple[object, ...], depth: int) -> str:
    name, fields = _OURS[id(type(value))]
    # Within a list, too: a reading without its numbers says nothing.
    parts = (f"{field}={_item(one, max(depth, 1))}" for field, one in zip(fields, value, strict=True))
    return f"{name}({', '.join(parts)})"


def _from_numpy(kind: type) -> _Show | None:
    """How to show what NumPy's own C code has made; which the program alone may have imported."""
    if _FLAGS_OF(kind) & _MADE_IN_PYTHON or _MODULE_OF(kind) != "numpy":
        return None
    name = _NAME_OF(kind)
    if name == "ndarray":
        return _array
    return _number if name in _NUMBER_NAMES else None


def _number(value: Any, depth: int) -> str:
    return _item(value.item(), depth)


def _array(value: Any, _depth: int) -> str:
    kind = value.dtype.kind
    dtype = "bool" if kind == "b" else f"{_DTYPE_NAMES.get(kind, kind)}{value.dtype.itemsize * 8}"
    shape = "×".join(map(str, value.shape[:4]))
    text = f"array {shape} {dtype}" if shape else f"array {dtype}"
    if value.size > _MAX_ITEMS or value.ndim > 2 or kind not in "biuf":
        return text
    return f"{text} {_item(value.tolist(), _DEPTH)}"


_OURS = {id(kind): (kind.__name__, kind._fields) for kind in (Odometry, Imu, Battery, Detection)}
_SHOWN: dict[int, _Show] = {
    **dict.fromkeys(map(id, (bool, type(None))), _plain),
    **dict.fromkeys(map(id, (str, bytes)), _text),
    **dict.fromkeys(map(id, (set, frozenset)), _set),
    **dict.fromkeys(_OURS, _ours),
    id(int): _int,
    id(float): _float,
    id(range): _range,
    id(list): _list,
    id(tuple): _tuple,
    id(dict): _dict,
}
"""By the identity of the type."""
