"""The person-days of the IT department: the page on which they are written, and shown."""
