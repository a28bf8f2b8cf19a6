"""Files in a bucket of S3, and what either storage keeps; on disk: projects/file_storage.py."""
