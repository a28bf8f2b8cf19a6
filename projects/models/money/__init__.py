"""What is kept of the ledger's files."""
