"""Readers: a plan's file to the plan document and what is in doubt."""
