"""The figures of a plan: what they show, and their drawings."""
