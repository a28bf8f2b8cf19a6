"""A schedule, costs or resources typed as in a plan: the rows that it says, and what it does not."""
