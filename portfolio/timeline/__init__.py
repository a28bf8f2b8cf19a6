"""The timeline of projects as page, drawing and PDF."""
