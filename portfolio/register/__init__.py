"""The register of assessments: its page, its files, one part of all assessments."""
