"""The pages on which files of the ledger are uploaded, looked at, carried out and taken back."""
