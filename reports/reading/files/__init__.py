"""Kinds of files as lines of text."""
