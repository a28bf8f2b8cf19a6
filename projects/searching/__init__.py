"""The index of words, and what is found by it."""
