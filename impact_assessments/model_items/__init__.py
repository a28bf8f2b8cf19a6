"""The city's own list of what its information management model holds, and what changes in it."""
