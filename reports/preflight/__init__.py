"""What is missing or odd in a plan before it is sent for approval."""
