"""Writing the parts, and what follows from them."""
