"""What changed between two states of a plan, and what became of an edition."""
