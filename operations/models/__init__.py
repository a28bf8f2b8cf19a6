"""What is kept of looking after the service: backups, restores, verifications, broken files."""

from operations.models.broken_files import BrokenFile
from operations.models.kept_runs import KeptRun

__all__ = ["BrokenFile", "KeptRun"]
