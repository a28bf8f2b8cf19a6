#!/usr/bin/env bash
# Installs the system packages that are missing (Debian, Ubuntu), or says which they are.
# Usage: system-packages.sh run|test
set -u
PATH=$PATH:/usr/sbin # where nginx is, which not everybody looks in
say() { echo "$*" >&2; exit 1; }
python() { python3 -c "$1" >/dev/null 2>&1; }
has_library() {
    python "import ctypes; ctypes.CDLL('lib$1.so.${2:-0}')" ||
        python "import ctypes.util as u, sys; sys.exit(not u.find_library('$1'))"
}

missing=()
if command -v python3 >/dev/null; then
    python "import sys; sys.exit(sys.version_info < (3, 11))" ||
        say "Salkku needs Python 3.11 or newer, and python3 here is older: put a newer one first in PATH."
    # That of the Python that comes first in PATH, which need not be the system's own.
    python "import ensurepip, venv" ||
        missing+=("python3.$(python3 -c 'import sys; print(sys.version_info.minor)')-venv")
    has_library pango-1.0 || missing+=(libpango-1.0-0)
    has_library pangoft2-1.0 || missing+=(libpangoft2-1.0-0)
    has_library harfbuzz-subset || missing+=(libharfbuzz-subset0)
else
    missing+=(python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
fi
if [ "${1:-run}" = test ]; then
    command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null ||
        missing+=(chromium-headless-shell)
    has_library atomic 1 || missing+=(libatomic1) # Playwright's driver
    command -v xgettext >/dev/null || missing+=(gettext)
    # What deploy/ is for reads it, and a cache that several machines share.
    for program in caddy nginx openssl redis-server; do
        command -v "$program" >/dev/null || missing+=("${program/nginx/nginx-light}")
    done
    command -v systemd-analyze >/dev/null || missing+=(systemd)
fi
[ ${#missing[@]} -eq 0 ] && exit 0

needs="Salkku needs the system packages ${missing[*]} (Debian's names)"
command -v apt-get >/dev/null ||
    say "$needs: install them with your system's package manager, then run make again."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null ||
        say "$needs: run 'sudo apt-get install ${missing[*]}', then run make again."
    as_root=(sudo -n)
fi
echo "Installing system packages: ${missing[*]}"
# Offline: the services of what is installed for tests are not started.
apt() { ${as_root[@]+"${as_root[@]}"} env SYSTEMD_OFFLINE=1 DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >/dev/null; }
apt update || echo "apt-get update failed (its reason stands above): lists of packages may be old." >&2
apt install -y --no-install-recommends "${missing[@]}" ||
    say "$needs: apt-get could not install them (its reason stands above); mend that, then run make again."
