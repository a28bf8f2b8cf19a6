"""Which projects a question means, how many each choice leaves, and their costs."""
