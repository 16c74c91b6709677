# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# How set-up speaks: progress on stderr, never silent for long, and a failure as one JSON object on stdout when
# the command asked for JSON. Needs $root and $wants_json (yes or no).

log=$root/.valence/log/set-up.log

say() {
    printf 'valence: %s\n' "$*" >&2
}

# fail MESSAGE HINT: says what is wrong and what to do next, and ends.
fail() {
    say "$1"
    printf '%s\n' "$2" | sed 's/^/         /' >&2
    if [ "$wants_json" = yes ]; then
        printf '{"verdict": "set_up_failed", "message": "%s", "hint": "%s"}\n' "$(in_json "$1")" "$(in_json "$2")"
    fi
    exit 4
}

in_json() {
    printf '%s' "$1" | tr '\n\t' '  ' | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g'
}

# run WHAT COMMAND...: runs a command with its output in the log; says every few seconds that it is at work.
# Returns the command's exit code.
run() {
    what=$1
    shift
    say "$what"
    printf '\n=== %s\n' "$what" >>"$log"
    "$@" >>"$log" 2>&1 9>&- &
    job=$!
    show_life "$job" 9>&- &
    watcher=$!
    code=0
    wait "$job" || code=$?
    job=
    kill "$watcher" 2>/dev/null || true
    wait "$watcher" 2>/dev/null || true
    return "$code"
}

show_life() {
    seconds=0
    while sleep 5 >/dev/null 2>&1 && kill -0 "$1" 2>/dev/null; do
        seconds=$((seconds + 5))
        say "  … $seconds s: $(tail -n 1 "$log" | cut -c 1-70)"
    done
}

# End what is running with the set-up, or its compilers and downloads would go on alone.
job=
stop() {
    trap - INT TERM HUP
    if [ -n "$job" ]; then
        kill "$job" 2>/dev/null || true
        wait "$job" 2>/dev/null || true
    fi
    say "Set-up was stopped. The next call goes on with it."
    exit 130
}
trap stop INT TERM HUP
