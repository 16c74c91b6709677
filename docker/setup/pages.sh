# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# The console's pages, built by the Node.js that comes as a Python package. Needs progress.sh, python_packages.sh.

# install_pages: builds them unless they are there.
install_pages() {
    install_locked packages-of-pages "Node.js, which builds the console's pages" "$root/docker/requirements-frontend.lock"
    pages=$root/web_console/frontend
    packages=$(cat "$pages/package-lock.json" "$pages/package.json" | cksum)
    if [ ! -d "$pages/node_modules" ] || [ "$(read_stamp node-packages)" != "$packages" ]; then
        rm -f "$stamps/node-packages"
        run "Installing what the pages are built from" npm_of_lab ci --no-progress ||
            fail_by_log "The packages that the console's pages are built from could not be installed."
        printf '%s\n' "$packages" >"$stamps/node-packages"
    fi
    # Built beside, then put in place: a page is never half there.
    rm -rf "$pages/dist.new"
    run "Building the console's pages" npm_of_lab run build -- --outDir dist.new --logLevel warn ||
        fail_by_log "The console's pages could not be built."
    rm -rf "$pages/dist"
    mv "$pages/dist.new" "$pages/dist"
    fingerprint_of_pages >"$stamps/pages"
}

# npm, for the front end.
npm_of_lab() {
    sh "$root/docker/setup/npm.sh" "$@"
}
