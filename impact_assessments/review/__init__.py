"""Review, approval, and what is frozen."""
