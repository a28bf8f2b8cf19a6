"""The pages on which administrators see how the service does, and what it keeps of people."""
