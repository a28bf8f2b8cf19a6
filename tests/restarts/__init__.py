"""A site of its own over a PostgreSQL that a test stops, kills and starts."""
