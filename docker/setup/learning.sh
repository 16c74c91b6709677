# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What learning needs: scikit-learn, PyTorch and their kin. Needs progress.sh and python_packages.sh.

torch_version=2.13.0
# Where PyTorch's project keeps the builds without CUDA, which are a tenth as large. A school with a mirror names its own.
torch_index=${VALENCE_TORCH_INDEX-https://download.pytorch.org/whl/cpu}

# install_learning: installs it unless it is there.
install_learning() {
    install_locked packages-of-learning "what learning needs (about 200 MB)" "$root/docker/requirements-learning.lock"
    if ! has_torch; then
        : >"$root/.valence/unfinished"
        install_torch || fail_by_log "PyTorch could not be installed."
        has_torch || fail "PyTorch was installed, but does not run: $(tail -n 1 "$log" | cut -c 1-200)" \
            "Its build without CUDA may be out of reach: name another index in VALENCE_TORCH_INDEX, then call again."
        rm -f "$root/.valence/unfinished"
    fi
    fingerprint_of_learning >"$stamps/learning"
}

has_torch() {
    "$root/.venv/bin/python" -I -c "import torch; assert torch.__version__.split('+')[0] == '$torch_version'" >>"$log" 2>&1
}

# With a GPU the whole of CUDA comes along; without, what PyTorch itself needs stands in the lock.
install_torch() {
    set -- --no-input --disable-pip-version-check --progress-bar off "torch==$torch_version"
    if command -v nvidia-smi >/dev/null && nvidia-smi -L >/dev/null 2>&1; then
        run "Installing PyTorch for the GPU (some gigabytes)" pip_of_lab "$@"
        return
    fi
    # A build whose version ends in +cpu goes before the same version without it.
    [ -z "$torch_index" ] || set -- --extra-index-url "$torch_index" "$@"
    run "Installing PyTorch for the processor (about 200 MB)" pip_of_lab --no-deps --retries 2 "$@"
}

pip_of_lab() {
    env PIP_USER=0 "$root/.venv/bin/python" -I -m pip install "$@"
}
