"""The REST API: what the pages read and write, for other programs (docs/api.md)."""
