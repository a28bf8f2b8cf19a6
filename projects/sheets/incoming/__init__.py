"""Files that come back: which sheet is which, whose its rows are, saved and taken back."""
