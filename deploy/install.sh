#!/usr/bin/env bash
# Installs Salkku on Debian from dist/ (make wheel), or a newer one over it; run again, it changes
# nothing that is there: settings, database and files stay. Says what it does.
# Usage: sudo deploy/install.sh NAME    (the name that people type, for example salkku.example.fi)
set -eu
cd "$(dirname "$0")/.."
say() { echo "$*" >&2; exit 1; }

name=${1:-}
[ -n "$name" ] || [ -e /etc/salkku.env ] || say "Usage: sudo deploy/install.sh salkku.example.fi"
[[ $name =~ ^[A-Za-z0-9.-]*$ ]] || say "'$name' is no name of a machine: write it without https:// and path."
[ "$(id -u)" = 0 ] || say "Run this with sudo: it makes a user, a database and services."
[ -e dist/requirements.txt ] || say "There is no package to install: run 'make wheel' first."

echo "The user salkku, and its folder /var/lib/salkku"
id salkku >/dev/null 2>&1 ||
    useradd --system --home-dir /var/lib/salkku --shell /usr/sbin/nologin salkku
install --directory --owner salkku --group salkku --mode 750 /var/lib/salkku

if [ ! -e /etc/salkku.env ]; then
    echo "The settings /etc/salkku.env, with a key of their own"
    umask 027
    key=$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')
    sed "s|salkku\.example\.fi|$name|; s|^SECRET_KEY=.*|SECRET_KEY=$key|" deploy/salkku.env >/etc/salkku.env.part
    chgrp salkku /etc/salkku.env.part
    mv /etc/salkku.env.part /etc/salkku.env
    umask 022
fi

if grep -q '^DATABASE_URL=postgres:///salkku$' /etc/salkku.env; then
    echo "The database salkku"
    there() { runuser -u postgres -- psql --no-psqlrc --tuples-only --no-align --command "$1" | grep -q 1; }
    there "SELECT 1 FROM pg_roles WHERE rolname = 'salkku'" || runuser -u postgres -- createuser salkku
    there "SELECT 1 FROM pg_database WHERE datname = 'salkku'" ||
        runuser -u postgres -- createdb --owner salkku --encoding UTF8 --template template0 salkku
fi

if [ -x /opt/salkku/bin/salkku ]; then
    echo "What runs is stopped until the new release is there"
    systemctl stop salkku-web.service salkku-worker.service
fi
echo "The program, in /opt/salkku, held against the hashes in dist"
[ -x /opt/salkku/bin/python ] || python3 -m venv /opt/salkku
pip() { /opt/salkku/bin/python -m pip --quiet --disable-pip-version-check "$@"; }
[ ! -x /opt/salkku/bin/salkku ] || pip uninstall --yes salkku # one of the same version would be kept
(cd dist && pip install --require-hashes --requirement requirements.txt)
(cd dist && pip install --require-hashes --no-deps --requirement package.txt)
cat >/usr/local/bin/salkku <<'END'
#!/bin/sh
# Salkku's commands, as the user of the service.
cd /var/lib/salkku
export XDG_CACHE_HOME=/var/lib/salkku/cache
[ "$(id -un)" = salkku ] && exec /opt/salkku/bin/salkku "$@"
if [ "$1" = setup ]; then # it writes root's file, and then becomes that user
    /opt/salkku/bin/salkku "$@" || exit
    echo "The services are started again with these settings."
    exec systemctl try-restart salkku-web.service salkku-worker.service
fi
exec runuser -u salkku -- /opt/salkku/bin/salkku "$@"
END
chmod 755 /usr/local/bin/salkku

echo "The tables"
/usr/local/bin/salkku migrate --verbosity 0

echo "The services"
cp -r deploy/systemd/. /etc/systemd/system/
systemctl daemon-reload
systemctl enable salkku-web.service salkku-worker.service
systemctl restart salkku-web.service salkku-worker.service
for timer in deploy/systemd/*.timer; do
    systemctl enable --now "$(basename "$timer")"
done

if [ -e /etc/caddy/Caddyfile ] && [ -n "$name" ] && [ ! -e /etc/caddy/salkku.caddy ]; then
    echo "Caddy: /etc/caddy/salkku.caddy"
    sed "s|^salkku\.example\.fi|$name|" deploy/Caddyfile >/etc/caddy/salkku.caddy
    echo "import salkku.caddy" >>/etc/caddy/Caddyfile
    systemctl reload caddy
fi
echo "Done. Now 'sudo salkku setup': the city's name, its mail, the first administrator."
