"""Labels of the parts of a project: their wordings, and where they stand in a text."""
