"""The page of a project and of what hangs on it."""
