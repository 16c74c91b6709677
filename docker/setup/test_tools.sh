# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What only the tests need. Needs system_packages.sh and python_packages.sh.

install_test_tools() {
    if ! command -v ign >/dev/null && ! command -v gz >/dev/null; then
        if may_install && install_packages " ignition-tools libsdformat-dev"; then :; else
            say "Without libsdformat's checker some tests are skipped: sudo apt-get install -y ignition-tools libsdformat-dev"
        fi
    fi
    if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
        if may_install && install_packages " chromium fonts-liberation"; then :; else
            say "Without Chromium the tests in a browser are skipped: sudo apt-get install -y chromium fonts-liberation"
        fi
    fi
    install_locked packages-of-tests "the packages that the tests need" "$root/docker/requirements-dev.lock"
    fingerprint_of_tests >"$stamps/tests"
}
