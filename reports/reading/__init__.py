"""Readers: a plan file → `PlanDocument`. The readers of Word, PDF and text come with a later release."""
