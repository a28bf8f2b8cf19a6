"""A portfolio goes from one database to another, with its history and its numbers."""
