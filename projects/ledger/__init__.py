"""The ledger's csv: whose money its lines are, and what they change in the budgets of projects."""
