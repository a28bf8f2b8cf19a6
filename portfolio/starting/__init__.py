"""What is looked at before the service starts."""
