# SPDX-License-Identifier: Apache-2.0
# Sets the lab up, or what of it has changed. Called by `valence`, never by hand:
#   sh docker/setup/set_up.sh ROOT [arguments of the command]
# Each step is skipped when it is done, so an interrupted set-up goes on with the next call.
set -eu
root=$1
shift
wants_json=no
for argument in "$@"; do
    [ "$argument" != --json ] || wants_json=yes
done

here=$root/docker/setup
# shellcheck source=docker/setup/state.sh
. "$here/state.sh"
# shellcheck source=docker/setup/progress.sh
. "$here/progress.sh"
# shellcheck source=docker/setup/find_python.sh
. "$here/find_python.sh"
# shellcheck source=docker/setup/system_packages.sh
. "$here/system_packages.sh"
# shellcheck source=docker/setup/python_packages.sh
. "$here/python_packages.sh"
# shellcheck source=docker/setup/pages.sh
. "$here/pages.sh"
# shellcheck source=docker/setup/learning.sh
. "$here/learning.sh"
# shellcheck source=docker/setup/test_tools.sh
. "$here/test_tools.sh"
find_ros

case "$(uname -s) $(uname -m)" in
"Linux x86_64" | "Linux amd64") ;;
"Linux "*)
    [ "$ros" = sourced ] || fail \
        "There are no ROS 2 wheels for this processor ($(uname -m)), only for x86-64." \
        "Install ROS 2 Jazzy from packages or use its Docker image, source it (. /opt/ros/jazzy/setup.sh), and call again."
    ;;
*) fail "The lab runs on Linux; this is $(uname -s)." \
    "On Windows use WSL 2 with Ubuntu 24.04; on macOS a Linux machine in a virtual machine or Docker." ;;
esac

(umask 077 && mkdir -p "$root/.valence/log") 2>/dev/null && [ -w "$root" ] || fail \
    "The folder $root cannot be written to." \
    "Clone the repository to a folder of your own."
use_some_home

# Two first calls at once: the second waits, and finds everything done. The lock goes with the process.
exec 9>"$root/.valence/set-up.lock"
if command -v flock >/dev/null; then
    until flock -w 5 9; do
        say "Another call is setting the lab up; waiting for it."
    done
fi
if is_ready "$@"; then
    exit 0
fi

if [ ! -d "$root/.venv" ]; then
    say "First call: setting the lab up. It takes a few minutes, once."
fi
: >"$log"
if [ ! -e "$root/.valence/unfinished" ] && venv_suits; then
    use_python "$root/.venv/bin/python"
else
    find_python
fi
check_system_packages
make_venv
if [ "$ros" = sourced ]; then
    install_locked packages "Python packages (ROS 2 $ROS_DISTRO is the one that is sourced)" "$root/docker/requirements.lock"
else
    install_locked packages "Python packages and ROS 2 Jazzy" \
        "$root/docker/requirements.lock" "$root/docker/requirements-ros.lock"
fi

say "Building the ROS 2 messages"
_ROS_WHEELS_BOOTSTRAP_COMPLETE=1 "$root/.venv/bin/python" "$root/ros2_ws/build.py" >&2 9>&- &
job=$!
wait "$job" || fail "The ROS 2 messages could not be built." \
    "The reason stands above; the whole log is $root/ros2_ws/log/build.txt"
job=

fingerprint >"$stamps/ready"
if needs_pages "$@"; then
    install_pages
fi
if needs_learning "$@"; then
    install_learning
fi
if needs_tests "$@"; then
    install_test_tools
fi
say "The lab is set up."
