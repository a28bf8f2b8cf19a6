"""The portfolio as it was on a day, and what changed since."""
