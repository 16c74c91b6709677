# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Finds the Python that the lab is set up with. Needs progress.sh, $ros and $ros_prefix; sets $python and
# $python_version (as 3.11).

# Exits with 0 for CPython 3.10 to 3.13, 64 bit, with a GIL, on glibc 2.28 or later: what the wheels are built for.
python_probe='
import platform, struct, sys, sysconfig
libc, release = platform.libc_ver()
suits = (3, 10) <= sys.version_info[:2] <= (3, 13) and sys.implementation.name == "cpython"
suits = suits and struct.calcsize("P") == 8 and not sysconfig.get_config_var("Py_GIL_DISABLED")
suits = suits and libc == "glibc" and tuple(map(int, release.split(".")[:2])) >= (2, 28)
print("%d.%d" % sys.version_info[:2])
sys.exit(0 if suits else 1)
'

# The version that a sourced ROS 2 is built for; its compiled parts import in no other.
version_of_ros() {
    for folder in "$ros_prefix"/lib/python3.*/*-packages/rclpy "$ros_prefix"/local/lib/python3.*/*-packages/rclpy; do
        if [ -d "$folder" ]; then
            printf '%s\n' "$folder" | sed 's:.*/python\(3\.[0-9]*\)/.*:\1:'
            return
        fi
    done
}

# Succeeds when a command is a Python that suits, and sets $python and $python_version.
use_python() {
    found=$(command -v -- "$1" 2>/dev/null) || return 1
    version=$("$found" -I -c "$python_probe" 2>/dev/null) || return 1
    [ -z "${wanted:-}" ] || [ "$version" = "$wanted" ] || return 1
    python=$found
    python_version=$version
}

find_python() {
    wanted=
    if [ "$ros" = sourced ]; then
        wanted=$(version_of_ros)
    fi
    if [ -n "${VALENCE_PYTHON:-}" ]; then
        use_python "$VALENCE_PYTHON" || fail \
            "VALENCE_PYTHON=$VALENCE_PYTHON is not a Python that the lab can use." \
            "Allowed: CPython ${wanted:-3.10, 3.11, 3.12 or 3.13}, 64 bit, with glibc 2.28 or later. Or unset VALENCE_PYTHON to have one chosen."
        return
    fi
    for candidate in python3 python3.12 python3.11 python3.13 python3.10 python; do
        if use_python "$candidate"; then
            return
        fi
    done
    if [ -n "$wanted" ]; then
        fail "The sourced ROS 2 ($ROS_DISTRO) needs Python $wanted, and none was found." \
            "Install it (Debian and Ubuntu: sudo apt-get install python3), or name one: VALENCE_PYTHON=/path/to/python$wanted ./valence"
    fi
    fail "No Python was found that the lab can use: CPython 3.10, 3.11, 3.12 or 3.13, 64 bit, with glibc 2.28 or later." \
        "Install one (Debian 12, Ubuntu 22.04 and later: sudo apt-get install python3 python3-venv), or name one: VALENCE_PYTHON=/path/to/python3 ./valence"
}
