"""Comments, attachments and the mail about them."""
