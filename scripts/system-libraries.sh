#!/usr/bin/env bash
# Installs the system libraries that are missing, or says what to type: system-libraries.sh PYTHON [java]
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
java=$([ "${2:-}" = java ] && echo True || echo False)

# pipeline/doctor.py knows the libraries; it needs nothing but Python itself.
missing=$("$python" -c "from pipeline.doctor import missing_packages as m; print(*m(java=$java))")
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing: $missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 - several packages are several words
    if { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >&2; then
        exit 0
    fi
fi
command=$("$python" -c "import sys; from pipeline.doctor import install; print(install(tuple(sys.argv[1:])))" $missing)
printf 'studypress needs libraries that are not on this machine. As root, type:\n\n    %s\n\n' "$command" >&2
exit 4
