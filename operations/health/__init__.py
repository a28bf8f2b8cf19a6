"""Whether the process lives and whether it can answer, for those who watch it by machine."""
