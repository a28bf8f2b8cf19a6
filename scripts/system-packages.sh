#!/usr/bin/env bash
# Installs the system packages that are missing (Debian, Ubuntu), or says which they are.
# Usage: system-packages.sh run|test
set -u
missing=()
has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }
has_library libpango-1.0.so.0 || missing+=(libpango-1.0-0)
has_library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
has_library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
python3 -c "import ensurepip, venv" 2>/dev/null || missing+=(python3-venv)
if [ "${1:-run}" = test ]; then
    command -v chromium >/dev/null || missing+=(chromium)
    command -v xgettext >/dev/null || missing+=(gettext)
fi
[ ${#missing[@]} -eq 0 ] && exit 0

say() { echo "Salkku needs the system packages: ${missing[*]}. $1" >&2; exit 1; }
command -v apt-get >/dev/null || say "Install them with your system's package manager, then run make again."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || say "Run 'sudo apt-get install ${missing[*]}', then run make again."
    as_root=(sudo -n)
fi
echo "Installing system packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq >/dev/null
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    say "Installing them failed; run 'apt-get install ${missing[*]}' to see why."
