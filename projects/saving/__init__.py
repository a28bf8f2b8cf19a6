"""Rows that are saved, one or many: what they check and what follows from them."""
