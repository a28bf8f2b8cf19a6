"""Chapters and projects of a plan."""
