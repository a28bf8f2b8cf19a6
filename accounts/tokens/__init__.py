"""Tokens for the API: made, shown once, revoked."""
