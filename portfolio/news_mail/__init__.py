"""What changed in one's projects as one mail a day or a week, and how to stop it."""
