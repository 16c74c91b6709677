# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Programs and libraries that come from the system, not from Python packages. Needs progress.sh and $python,
# $python_version. VALENCE_APT=no: install nothing, only say what lacks.

# Words that apt-get can be called with; empty when this user may not install.
may_install() {
    [ "${VALENCE_APT:-}" != no ] && command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        return 1
    fi
}

has_library() {
    PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep -q "$1"
}

# Sets $needed (nothing works without) and $useful (something does not), as Debian packages.
look_for_packages() {
    needed=
    useful=
    command -v cc >/dev/null || needed="$needed gcc"
    command -v c++ >/dev/null || needed="$needed g++"
    command -v make >/dev/null || needed="$needed make"
    command -v cmake >/dev/null || needed="$needed cmake"
    "$python" -I -c 'import ensurepip, venv' 2>/dev/null || needed="$needed python$python_version-venv"
    "$python" -I -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))' ||
        needed="$needed python$python_version-dev"
    command -v bwrap >/dev/null || useful="$useful bubblewrap"
    if ! has_library libOSMesa && ! { has_library libEGL.so.1 && has_library libGLESv2.so.2 && has_library libEGL_mesa; }; then
        useful="$useful libegl1 libgles2 libegl-mesa0"
    fi
}

# install_packages WORDS: by apt, in one go, without questions.
install_packages() {
    # shellcheck disable=SC2086 # several words are meant
    run "Refreshing the list of system packages" $as_root apt-get update -q || true
    # shellcheck disable=SC2086
    run "Installing system packages:$1" $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
        --no-install-recommends -o DPkg::Lock::Timeout=120 $1
}

check_system_packages() {
    look_for_packages
    [ -n "$needed$useful" ] || return 0
    if may_install; then
        install_packages "$needed$useful" || say "apt-get could not install all of:$needed$useful (see $log)"
        look_for_packages
    fi
    if [ -n "$needed" ]; then
        fail "These system packages are needed and lack:$needed" \
            "Run: sudo apt-get install -y$needed$useful
and then the same command again. On another Linux, install its packages of the same purpose."
    fi
    case $useful in *bubblewrap*)
        say "Without bubblewrap programs have no box, and only your own can run, with --trust."
    esac
    case $useful in *libegl*) say "Without EGL or OSMesa robots have no camera images." ;; esac
    if [ -n "$useful" ]; then
        say "To change that: sudo apt-get install -y$useful"
    fi
}
