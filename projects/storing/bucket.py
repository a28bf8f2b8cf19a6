"""Files in a bucket of S3 or of what speaks as it does: for several machines (`MEDIA_STORAGE`)."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from boto3 import Session
from boto3.resources.base import ServiceResource
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

IN_MEMORY = 4 * 1024**2  # bytes of a file that is read; a larger one goes to the disk meanwhile
WAITS = {"connect_timeout": 5, "read_timeout": 20, "retries": {"total_max_attempts": 3}}
FULL = ("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "EntityTooLarge")


class BucketStorage(S3Storage):
    """A file is there whole or not at all: S3 shows it when it has all of it.

    What goes wrong is an `OSError`, as on a disk: whoever writes files need not know where they
    are. Nobody is sent to the bucket: files are served by Salkku, to who may see them.
    """

    def __init__(self, *, bucket: str, folder: str, endpoint: str, region: str, key: str,
                 secret: str) -> None:  # fmt: skip
        super().__init__(
            bucket_name=bucket,
            location=folder,
            endpoint_url=endpoint or None,
            region_name=region or None,
            access_key=key or None,  # without one, what the machine itself is given
            secret_key=secret or None,
            file_overwrite=False,
            default_acl=None,
            max_memory_size=IN_MEMORY,
            transfer_config=TransferConfig(use_threads=False),
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if endpoint else "auto"},
                # Not every server that speaks S3 knows the newer sums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                **WAITS,
            ),
        )
        self._one_at_a_time = Lock()
        self._session: Session | None = None

    def _create_session(self) -> Session:
        """Each thread has a connection of its own; what boto3 reads to make one is kept once.

        It is 12 MB of descriptions a session (boto3 1.x), and a session is not thread-safe.
        """
        if self._session is None:
            self._session = super()._create_session()
        return self._session

    @property
    def connection(self) -> ServiceResource:
        with self._one_at_a_time:
            return super().connection

    def _open(self, name: str, mode: str = "rb") -> File:
        """Read whole before anybody is answered with its beginning."""
        with self._told():
            file = super()._open(name, mode)
            if mode == "rb":
                _ = file.file
            return file

    def _save(self, name: str, content: File) -> str:
        with self._told():
            return super()._save(name, content)

    def exists(self, name: str) -> bool:
        with self._told():
            return super().exists(name)

    def delete(self, name: str) -> None:
        with self._told():
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with self._told():
            return super().listdir(name)

    def size(self, name: str) -> int:
        with self._told():
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with self._told():
            return super().get_modified_time(name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            raise self._as_of_a_disk(error) from error
        except BotoCoreError as error:
            sentence = f"The storage of the bucket {self.bucket_name} does not answer: {error}"
            raise OSError(errno.EREMOTEIO, sentence.rstrip(".")) from error

    def _as_of_a_disk(self, error: ClientError) -> OSError:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        bucket = f"the bucket {self.bucket_name}"
        if code == "NoSuchBucket":
            return OSError(errno.EACCES, f"There is not {bucket}")
        if status == 404:
            return FileNotFoundError(errno.ENOENT, f"No such file in {bucket}")
        if status in (401, 403):
            return OSError(
                errno.EACCES,
                f"{code}: the key has to read, write, list and delete in {bucket}",
            )
        if code in FULL or status == 507:
            return OSError(errno.ENOSPC, f"There is no room in {bucket}")
        return OSError(errno.EREMOTEIO, f"The storage of {bucket} answers {status} {code}")
