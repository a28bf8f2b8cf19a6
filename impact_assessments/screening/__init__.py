"""Whether an assessment is needed, in under a minute."""
