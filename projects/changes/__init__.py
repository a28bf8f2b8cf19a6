"""What differs between two states of projects, and how that is said."""
