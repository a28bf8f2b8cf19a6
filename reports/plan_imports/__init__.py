"""A plan that was read becomes projects of the portfolio."""
