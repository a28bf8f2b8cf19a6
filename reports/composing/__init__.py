"""From the tables to the plan's document."""
