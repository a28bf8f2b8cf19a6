#!/usr/bin/env bash
# Makes the settings of compose.yaml, with a key and a password of their own: salkku.env, database.env
# and proxy.env. Files that are there stay.
# Usage: deploy/containers/settings.sh salkku.example.fi "Esimerkin kaupunki"
set -eu
cd "$(dirname "$0")/../.."
say() { echo "$*" >&2; exit 1; }
name=${1:-}
[[ $name =~ ^[A-Za-z0-9][A-Za-z0-9.-]*$ ]] ||
    say "'$name' is no name of a machine. Usage: deploy/containers/settings.sh salkku.example.fi"
for file in salkku.env database.env proxy.env; do
    [ ! -e "$file" ] || say "$file is there already, and stays as it is: settings of a service are changed by hand."
done
random() { head -c 48 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }
umask 077
password=$(random)
sed "s|salkku\.example\.fi|$name|; s|^SECRET_KEY=.*|SECRET_KEY=$(random)|
    s|^DATABASE_URL=.*|DATABASE_URL=postgres://salkku:$password@database/salkku|" deploy/salkku.env >salkku.env
[ -z "${2:-}" ] || printf 'ORGANISATION_NAME=%s\n' "$2" >>salkku.env
# The proxy of compose.yaml is in a container of its own.
echo "TRUSTED_PROXIES=172.30.76.0/24" >>salkku.env
printf 'POSTGRES_USER=salkku\nPOSTGRES_DB=salkku\nPOSTGRES_PASSWORD=%s\n' "$password" >database.env
printf 'SALKKU_NAME=%s\n' "$name" >proxy.env
echo "Made salkku.env, database.env and proxy.env: keep them to yourself. Your mail server goes into salkku.env."
