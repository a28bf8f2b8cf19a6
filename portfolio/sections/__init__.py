"""The sections of a project's page, each edited where it is read."""
