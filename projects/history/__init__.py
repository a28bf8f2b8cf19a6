"""What happened to projects: told in sentences, read as of a day, put back."""
