"""My desk: what waits for a person, their projects, and what changed since their last visit."""
