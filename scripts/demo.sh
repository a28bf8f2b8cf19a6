#!/usr/bin/env bash
# Serves the demonstration from var/demo.sqlite3, with a worker beside the server; RESET=1 makes
# its data anew. Both end together, by Ctrl+C or a signal to this script.
set -eu
cd "$(dirname "$0")/.."
mkdir -p var
export DEBUG=1
[ "${RESET:-}" = 1 ] && rm -f var/demo.sqlite3 var/demo.sqlite3-wal var/demo.sqlite3-shm
export DATABASE_URL="sqlite:///$PWD/var/demo.sqlite3"
export ORGANISATION_NAME="${ORGANISATION_NAME:-Naantalin kaupunki}"
if [ "$ORGANISATION_NAME" = "Naantalin kaupunki" ]; then
  export ORGANISATION_NAME_SV="Nådendals stad" ORGANISATION_NAME_EN="City of Naantali"
fi
# The example plan is of autumn 2022 and 2023: the demonstration lives in the middle of it.
export TODAY="${TODAY:-2023-03-15}"
.venv/bin/python -m scripts.compile_messages
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py load_demo
.venv/bin/python manage.py work --verbosity 0 &
worker=$!
.venv/bin/python manage.py runserver --noreload "127.0.0.1:$PORT" &
server=$!
stop() { kill -TERM "$server" "$worker" 2>/dev/null || true; }
trap stop EXIT INT TERM HUP
echo "Mail is printed here by the worker: no mail server is set up."
echo "Salkku answers at http://127.0.0.1:$PORT/ (stop with Ctrl+C)."
wait "$server" || true
stop
wait || true
