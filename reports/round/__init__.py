"""The round of a plan: opening it, picking projects, their order, its chapters."""
