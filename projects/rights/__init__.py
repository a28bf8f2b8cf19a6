"""What a person may see, as a key, and what they lost since."""
