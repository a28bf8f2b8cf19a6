"""What residents read without signing in: pages, feed, open data."""
