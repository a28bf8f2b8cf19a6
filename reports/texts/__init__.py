"""Texts as people type them, made plain or rich without trusting them."""
