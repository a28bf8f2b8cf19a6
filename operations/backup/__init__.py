"""Backups of the whole installation: made, brought back, and held against what they were.

A backup is a folder: `database.dump` (or `database.sqlite3`), `media.tar`, `media.sha256` with a
line for each file in it, `manifest.json`, and `SHA256SUMS` of all of these.
"""
