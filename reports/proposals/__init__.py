"""What service areas propose, and what becomes of it."""
