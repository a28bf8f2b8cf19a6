"""Making a plan: opening a round, chapters, order, cover."""
