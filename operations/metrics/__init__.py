"""Figures for Prometheus: counted by each process as it goes, and read from the tables."""
