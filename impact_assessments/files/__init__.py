"""An assessment as a document: for whom, and in which words."""
