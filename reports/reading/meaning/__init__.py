"""What a line of a plan means: days, sums, needs, answers, places."""
