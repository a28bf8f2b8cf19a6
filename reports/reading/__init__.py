"""Readers: a plan file → `PlanDocument`. Word, PDF and text come with a later release."""
