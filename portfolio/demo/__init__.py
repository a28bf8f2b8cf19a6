"""Demonstration data, and made-up portfolios of any size."""
