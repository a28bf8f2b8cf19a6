"""Spreadsheets: read, checked, imported, and written."""
