"""The plan as a document: values, their JSON, the imprint."""
