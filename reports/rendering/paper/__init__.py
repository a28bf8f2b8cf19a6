"""PDF by WeasyPrint: tagged, archivable, within memory."""
