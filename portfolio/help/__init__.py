"""Help: what a newcomer asks, answered beside it, and a guide of one page for each role."""
