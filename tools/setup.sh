#!/bin/sh
# Makes .venv with the first Python of at least 3.11 and installs one hashed constraints file into it.
set -eu
cd "$(dirname "$0")/.."

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=""
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$candidate"; then python=$candidate; break; fi
    done
    if [ -z "$python" ]; then
        echo "Frontdesk needs Python 3.11 or newer and found none; name one with PYTHON=/path/to/python3 make …" >&2
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        tools/servers.sh python3-venv
    fi
    echo "setup: making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi
echo "setup: installing the packages of $1, each checked by its hash"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$1"
