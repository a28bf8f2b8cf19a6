"""Action plans seen from the portfolio: picking projects, following up."""
