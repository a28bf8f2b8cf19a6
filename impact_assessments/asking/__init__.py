"""Parts that are asked of a person: who, by when, their answer on one page, and the mail."""
