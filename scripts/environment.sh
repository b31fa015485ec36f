#!/usr/bin/env bash
# Makes the virtual environment and installs studypress into it: environment.sh PYTHON FOLDER [EXTRA]
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1 folder=$2 what=".${3:+[$3]}"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo 'studypress needs Python 3.11 or newer. If you have it under another name, type: make PYTHON=python3.12' >&2
    exit 4
fi

# Debian parts pip and venv from Python. With pip alone an environment can still be filled from outside.
has() { "$python" -c "import $1" 2>/dev/null; }
if ! has ensurepip && ! has pip; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >&2
    else
        printf 'studypress needs pip. As root, type:\n\n    apt-get install python3-venv\n\n' >&2
        exit 4
    fi
fi
if [ ! -x "$folder/bin/python" ]; then
    if has ensurepip; then "$python" -m venv "$folder"; else "$python" -m venv --without-pip "$folder"; fi
fi
pip=("$folder/bin/python" -m pip)
[ -x "$folder/bin/pip" ] || pip=("$python" -m pip --python "$folder/bin/python")

# Without a home that can be written to, pip has nowhere to keep its downloads and says so at length.
home=${XDG_CACHE_HOME:-${HOME:-}}
[ -n "$home" ] && [ -w "$home" ] || export PIP_NO_CACHE_DIR=1

echo "setting up $folder (once, and again when pyproject.toml changes)" >&2
PIP_DISABLE_PIP_VERSION_CHECK=1 "${pip[@]}" install -qq --editable "$what" >&2
