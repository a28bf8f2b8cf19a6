"""Plain values: dates, money, costs, choices. They know no tables."""
