"""Files of assessments."""
