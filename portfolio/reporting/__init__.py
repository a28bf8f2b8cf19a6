"""The round of status reports, and its reminders."""
