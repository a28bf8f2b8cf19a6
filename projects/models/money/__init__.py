"""What is kept of the ledger's files, and the person-days that there are."""
