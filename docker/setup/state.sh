# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What is set up, and what for. Read by `valence` at every call, so it must stay quick: no Python in here.
# Needs $root, the repository's folder; find_ros comes first.

# A ROS 2 that was sourced goes before the wheels. Sets $ros (wheels or sourced) and $ros_prefix (its folder).
find_ros() {
    ros=wheels
    ros_prefix=
    [ -n "${ROS_DISTRO:-}" ] || return 0
    old_ifs=$IFS
    IFS=:
    for prefix in ${AMENT_PREFIX_PATH:-}; do
        [ "$prefix" != "$root/ros2_ws/install" ] || continue
        if [ -e "$prefix/share/ament_index/resource_index/packages/rclpy" ]; then
            ros=sourced
            ros_prefix=$prefix
            break
        fi
    done
    IFS=$old_ifs
}

# Prints one line that changes with the lock files, the messages, the set-up itself, the ROS and the folder.
fingerprint() {
    (
        cd "$root" || exit
        printf '%s\n' "$root" "$ros" "$ros_prefix"
        cat docker/requirements.lock docker/requirements-ros.lock docker/setup/*.sh ros2_ws/build.py ros2_ws/*.cmake
        find ros2_ws/src/valence_interfaces ros2_ws/standard_interfaces -type f | LC_ALL=C sort | xargs cat
    ) | cksum
}

# The same for what only the tests need.
fingerprint_of_tests() {
    (cd "$root" && cat docker/requirements-dev.lock docker/setup/test_tools.sh) | cksum
}

# The same for the console's pages.
fingerprint_of_pages() {
    (
        cd "$root/web_console/frontend" || exit
        cat ../../docker/requirements-frontend.lock ../../docker/setup/pages.sh ../../docker/setup/npm.sh
        cat package.json package-lock.json .npmrc vite.config.ts tsconfig.json index.html
        find src public -type f ! -name schema.d.ts ! -name '*.test.ts' ! -name '*.test.tsx' | LC_ALL=C sort | xargs cat
    ) | cksum
}

# The same for what learning needs.
fingerprint_of_learning() {
    (cd "$root" && cat docker/requirements-learning.lock docker/setup/learning.sh) | cksum
}

# Whether what learning needs is needed: asked for, a verb that is about it, or a mission in which something is learned.
needs_learning() {
    for argument in "$@"; do
        case $argument in
        --with-learning) return 0 ;;
        */mission.yaml) argument=${argument%/mission.yaml} ;;
        esac
        for file in "$root/missions/catalog/$argument/mission.yaml" "$argument/mission.yaml"; do
            if [ -f "$file" ] && grep -Eq '^(learning: *[{].*|  )dataset:' "$file"; then
                case " $* " in " run "* | " grade "* | " check "*) return 0 ;; esac
            fi
        done
    done
    case " $* " in " train "* | " evaluate "* | " data "* | " test "* | " bench "*" training "*) return 0 ;; esac
    return 1
}

# Whether the console's pages are needed for these arguments.
needs_pages() {
    case " $* " in " up "* | " test "* | " bench "*"--console "*) ;; *) return 1 ;; esac
}

# Whether what the tests need is needed: a browser that can be driven, among others.
needs_tests() {
    case " $* " in " test "* | " bench "*"--console "*) ;; *) return 1 ;; esac
}

# Prints what a stamp says; nothing when there is none.
read_stamp() {
    if [ -f "$root/.venv/.valence/$1" ]; then
        cat "$root/.venv/.valence/$1"
    fi
}

# Whether nothing needs to be set up for these arguments.
is_ready() {
    [ -x "$root/.venv/bin/python" ] && [ "$(read_stamp ready)" = "$(fingerprint)" ] || return 1
    if needs_pages "$@"; then
        [ -f "$root/web_console/frontend/dist/index.html" ] || return 1
        [ "$(read_stamp pages)" = "$(fingerprint_of_pages)" ] || return 1
    fi
    if needs_learning "$@"; then
        [ "$(read_stamp learning)" = "$(fingerprint_of_learning)" ] || return 1
    fi
    ! needs_tests "$@" || [ "$(read_stamp tests)" = "$(fingerprint_of_tests)" ]
}

# A home folder that can be written to: caches and ROS's logs go there, and both fail without one.
use_some_home() {
    if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
        HOME=$root/.valence/home
        (umask 077 && mkdir -p "$HOME")
    fi
    export HOME
}

# Puts the lab's packages and messages on the paths of the command to come.
use_lab() {
    use_some_home
    for folder in "$root"/.venv/lib/python3.*; do
        python_name=${folder##*/}
    done
    install=$root/ros2_ws/install
    if [ "$ros" = sourced ]; then
        AMENT_PREFIX_PATH=$install:$AMENT_PREFIX_PATH
        LD_LIBRARY_PATH=$install/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
        PYTHONPATH=$root:$install/lib/$python_name/site-packages${PYTHONPATH:+:$PYTHONPATH}
    else
        AMENT_PREFIX_PATH=$install:$root/.venv
        wheel_libraries=$root/.venv/lib
        for folder in "$root/.venv/lib/$python_name"/site-packages/ros_*.libs; do
            wheel_libraries=$wheel_libraries:$folder
        done
        LD_LIBRARY_PATH=$install/lib:$wheel_libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
        PYTHONPATH=$root:$install/lib/$python_name/site-packages
        RMW_IMPLEMENTATION=rmw_fastrtps_cpp
        # The wheels would start every Python twice to set what is set here.
        _ROS_WHEELS_BOOTSTRAP_COMPLETE=1
        export RMW_IMPLEMENTATION _ROS_WHEELS_BOOTSTRAP_COMPLETE
    fi
    # A file called json.py in a learner's folder must not stand in for the real one (Python 3.11 and later).
    PYTHONSAFEPATH=1
    export AMENT_PREFIX_PATH LD_LIBRARY_PATH PYTHONPATH PYTHONSAFEPATH
}
