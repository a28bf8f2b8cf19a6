#!/usr/bin/env bash
# A backup of the database and of the files into FOLDER/<date and time>; those of two weeks are kept.
# Usage: backup.sh FOLDER
#
# The rows come first: each file that they name was there before them, so it is in the backup.
set -eu
cd "$(dirname "$0")/.."
folder=${1:?Usage: backup.sh FOLDER}
target=$folder/$(date +%Y-%m-%dT%H%M%S)
umask 077
mkdir -p "$target.part" var/media
.venv/bin/python -m scripts.dump_database "$target.part"
tar --create --file "$target.part/media.tar" --directory var media
(cd "$target.part" && sha256sum -- * >SHA256SUMS)
mv "$target.part" "$target"
find "$folder" -mindepth 1 -maxdepth 1 -mtime +14 -name '20*' -exec rm -r {} +
echo "$target"
