"""The register of assessments: which of them are meant, and a row for each."""
