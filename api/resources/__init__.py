"""What the API has: projects, what hangs on them, plans and the rest, with examples."""
