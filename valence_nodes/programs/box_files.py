# SPDX-License-Identifier: Apache-2.0
"""What there is to read in the box: Python, shared libraries, three packages, and the few modules of ours it runs.

Everything has a place of its own there (`/python`, `/lab`), so that not even the paths tell of the machine outside.
"""

from __future__ import annotations

import functools
import importlib.util
import sys
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

PYTHON_HOME = Path("/python")
PYTHON = PYTHON_HOME / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
"""The interpreter, as the box sees it."""

MODULE_FOLDERS = ("/lab", "/lab/packages")
"""Where modules are found in the box, besides Python's own."""

_PROGRAMS = Path(__file__).resolve().parent
_OWN_MODULES = (
    "__init__.py",
    "answers.py",
    "failure.py",
    "learner_errors.py",
    "observation.py",
    "protocol.py",
    "robot.py",
    "robot_readings.py",
    "samples.py",
    "seccomp.py",
    "trace.py",
    "inside/__init__.py",
    "inside/boxed_program.py",
    "inside/driving.py",
    "inside/entry.py",
    "inside/felt_samples.py",
    "inside/kept_model.py",
    "inside/learning.py",
    "inside/link.py",
    "inside/patience.py",
    "inside/printed.py",
    "inside/program_module.py",
    "inside/short_text.py",
    "inside/tracer.py",
)
_POLICY_MODULES = ("__init__.py", "features.py", "spec.py", "policy.py", "driving.py")
"""With these a policy drives in the box."""
_SIGNAL_MODULES = ("__init__.py", "errors.py", "features.py", "windows.py")
"""With these `lab.features` describes a window of a signal."""
_PACKAGES = ("msgpack", "numpy", "cv2")
LEARNING_DISTRIBUTIONS = (
    *("scikit-learn", "scipy", "joblib", "threadpoolctl", "narwhals"),
    *("pandas", "pyarrow", "python-dateutil", "pytz", "six", "tzdata"),
    *("torch", "filelock", "fsspec", "jinja2", "markupsafe", "mpmath", "networkx", "sympy", "typing-extensions"),
    *(
        "onnx",
        "onnxruntime",
        "skl2onnx",
        "ml-dtypes",
        "protobuf",
        "flatbuffers",
        "packaging",
        "coloredlogs",
        "humanfriendly",
    ),
)
"""What of the learning extra a program may use: all but what drives an environment (policies are trained outside)."""
_SKLEARN_DATA = "datasets/data"
_LIBRARIES_OF = {"cv2": ("opencv_python_headless.libs", "opencv_python.libs")}
# Packages of the interpreter's own installation, which are none of the box's business.
_SITE_FOLDERS = ("site-packages", "dist-packages")


@functools.cache
def file_arguments(*, learning: bool = False) -> tuple[str, ...]:
    """The files of the box, as arguments for bwrap; the same for every box of this process.

    Args:
        learning: also what a program learns with: the packages of the learning extra, as far as they are installed,
            and the teaching layer.
    """
    arguments: list[str] = []
    files = [*_python_files(), *_system_libraries(), *_packages(), *_own_modules()]
    if learning:
        files += [*learning_packages(), *_learning_modules()]
    for source, target in files:
        arguments += ["--ro-bind", str(source), str(target)]
    hidden = hidden_site_folders(Path(sysconfig.get_path("stdlib")), _stdlib_target())
    if learning:
        hidden += _hidden_data()
    for folder in hidden:
        arguments += ["--size", "4096", "--tmpfs", str(folder), "--remount-ro", str(folder)]
    for link in (Path("/lib"), Path("/lib64")):
        if link.is_symlink():
            arguments += ["--symlink", str(link.readlink()), str(link)]
    return tuple(arguments)


def base_python() -> Path:
    """The interpreter itself, not a venv's link to it: the venv is not in the box."""
    return Path(getattr(sys, "_base_executable", sys.executable) or sys.executable).resolve()


def hidden_site_folders(stdlib: Path, target: Path) -> list[Path]:
    """The folders of installed packages within a standard library, as paths in the box."""
    return [target / name for name in _SITE_FOLDERS if (stdlib / name).is_dir()]


def prefix_libraries(prefix: Path) -> list[Path]:
    """Shared libraries that a Python outside `/usr` (pyenv, conda, uv) brings along in its `lib`."""
    if prefix in {Path("/usr"), Path("/")}:
        return []
    return sorted(file for file in (prefix / "lib").glob("*.so*") if file.is_file())


def _python_files() -> list[tuple[Path, Path]]:
    found = [(base_python(), PYTHON), (Path(sysconfig.get_path("stdlib")), _stdlib_target())]
    prefix = Path(sys.base_prefix).resolve()
    return found + [(file, PYTHON_HOME / "lib" / file.name) for file in prefix_libraries(prefix)]


def _stdlib_target() -> Path:
    # "lib" or "lib64", as this Python was built to look for it.
    return PYTHON_HOME / sys.platlibdir / PYTHON.name


def _system_libraries() -> list[tuple[Path, Path]]:
    """Only the folder of this architecture where there is one: nothing else in `/usr/lib` is of use here."""
    multiarch = Path("/usr/lib") / (sysconfig.get_config_var("MULTIARCH") or "no-such-folder")
    folders = [multiarch if multiarch.is_dir() else Path("/usr/lib"), Path("/usr/lib64")]
    # Real folders on a system that has not merged /lib into /usr/lib.
    folders += [folder for folder in (Path("/lib"), Path("/lib64")) if not folder.is_symlink()]
    return [(folder, folder) for folder in folders if folder.is_dir()]


def package_folders() -> list[str]:
    """Where this process found the packages that programs may use: a program without a box looks there too."""
    # The learning extra is beside them.
    return list(dict.fromkeys(str(folder.parent) for _, folder in _found_packages()))


def _found_packages() -> Iterator[tuple[str, Path]]:
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            yield name, Path(place)


def _packages() -> list[tuple[Path, Path]]:
    found = []
    target = Path(MODULE_FOLDERS[1])
    for name, folder in _found_packages():
        beside = [folder.parent / libraries for libraries in (f"{name}.libs", *_LIBRARIES_OF.get(name, ()))]
        found += [(one, target / one.name) for one in (folder, *beside) if one.is_dir()]
    return found


def learning_packages() -> list[tuple[Path, Path]]:
    """The learning extra's files and folders, as far as they are installed, and where the box sees them."""
    target = Path(MODULE_FOLDERS[1])
    return [(place, target / place.name) for place in _learning_places()]


def _hidden_data() -> list[Path]:
    """Data that come with scikit-learn: among its digits are those that missions put into their worlds."""
    found = [(place / _SKLEARN_DATA, place.name) for place in _learning_places() if place.name == "sklearn"]
    return [Path(MODULE_FOLDERS[1]) / name / _SKLEARN_DATA for folder, name in found if folder.is_dir()]


@functools.cache
def _learning_places() -> tuple[Path, ...]:
    found: dict[str, Path] = {}
    for name in LEARNING_DISTRIBUTIONS:
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # not every one is needed with every Python
        for file in distribution.files or ():
            if (top := file.parts[0]) not in {"..", *found, *_PACKAGES}:
                found[top] = Path(str(distribution.locate_file(top)))
    return tuple(place for place in found.values() if place.exists())


def _learning_modules() -> list[tuple[Path, Path]]:
    folder = _PROGRAMS.parent / "learning"
    if not folder.is_dir():
        return []
    target, signals = Path(MODULE_FOLDERS[0]) / "valence_nodes", _PROGRAMS.parent / "signals"
    return [(folder, target / "learning"), *((signals / one, target / "signals" / one) for one in _SIGNAL_MODULES)]


def _own_modules() -> list[tuple[Path, Path]]:
    target = Path(MODULE_FOLDERS[0]) / "valence_nodes"
    modules = [(_PROGRAMS / module, target / "programs" / module) for module in _OWN_MODULES]
    policies = _PROGRAMS.parent / "policies"
    modules += [(policies / module, target / "policies" / module) for module in _POLICY_MODULES]
    return [(_PROGRAMS.parent / "__init__.py", target / "__init__.py"), *modules]
