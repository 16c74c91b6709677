# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# The venv and the locked packages in it. Needs progress.sh, $python, $ros, $ros_prefix.
# `.venv/.valence/` holds the stamps; `.valence/unfinished` says that an installation was cut off.

stamps=$root/.venv/.valence

# Makes the venv unless a sound one is there. One whose installation was cut off may hold half a package, which
# pip would take for a whole one: it is made anew (downloads are in pip's cache).
make_venv() {
    if [ -d "$root/.venv" ] && { [ -e "$root/.valence/unfinished" ] || ! venv_suits; }; then
        say "The Python environment .venv is unfinished or belongs to something else; it is made anew."
        rm -rf "$root/.venv"
    fi
    if [ ! -d "$root/.venv" ]; then
        : >"$root/.valence/unfinished"
        run "Making the Python environment with $python (Python $python_version)" \
            "$python" -m venv "$root/.venv" || fail_by_log "The Python environment could not be made."
    fi
    mkdir -p "$stamps"
    printf '%s\n' "$root $ros $ros_prefix" >"$stamps/made-for"
}

# Whether the venv runs, and was made for this folder and this ROS (its programs carry both in them).
venv_suits() {
    "$root/.venv/bin/python" -I -c "$python_probe" >/dev/null 2>&1 || return 1
    [ ! -f "$stamps/made-for" ] || [ "$(cat "$stamps/made-for")" = "$root $ros $ros_prefix" ]
}

# install_locked STAMP WHAT LOCK...: installs what lock files name, unless the stamp says that it was done.
install_locked() {
    stamp=$stamps/$1
    what_for=$2
    shift 2
    locked=$(cat "$@" | cksum)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$locked" ]; then
        return 0
    fi
    : >"$root/.valence/unfinished"
    for lock in "$@"; do
        shift
        set -- "$@" -r "$lock"
    done
    # A lock is complete and hashed, so pip has nothing to resolve. empy alone comes without a wheel. -I: what a
    # sourced ROS has on PYTHONPATH does not count as installed.
    run "Installing $what_for" env PIP_USER=0 "$root/.venv/bin/python" -I -m pip install --no-deps --require-hashes \
        --only-binary :all: --no-binary empy --no-input --disable-pip-version-check --progress-bar off "$@" ||
        fail_by_log "The Python packages could not be installed."
    rm -f "$root/.valence/unfinished"
    printf '%s\n' "$locked" >"$stamp"
}

# fail_by_log MESSAGE: ends with the likeliest reason that the end of the log gives.
fail_by_log() {
    end=$(tail -n 40 "$log")
    case $end in
    *"No space left"*) hint="The disk is full: set-up needs about 1.2 GB in $root." ;;
    *"DO NOT MATCH THE HASHES"*) hint="A downloaded file is not the one that the lock names. A proxy or mirror may have changed it; try another network." ;;
    *"Temporary failure in name resolution"* | *"Name or service not known"* | *"NewConnectionError"* | *"Network is unreachable"* | *"ConnectTimeout"* | *"Read timed out"* | *"ProxyError"* | *"Connection refused"*)
        hint="The package index cannot be reached. Check the network (behind a proxy: set https_proxy), then call again: it goes on where it stopped." ;;
    *"No matching distribution"* | *"Could not find a version"*) hint="The package index lacks a locked package, or cannot be reached. Check the network, then call again." ;;
    *"Permission denied"* | *"Read-only file system"*) hint="$root cannot be written to. Clone the repository to a folder of your own." ;;
    *) hint="Call again; if it stays, send the log with your report." ;;
    esac
    printf '%s\n' "$end" | tail -n 12 | cut -c 1-200 | sed 's/^/         | /' >&2
    fail "$1" "$hint
The whole log: $log"
}
