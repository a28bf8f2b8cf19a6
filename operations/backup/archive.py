"""The files of a backup: written with their digests, and read back whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from operations.backup.refusals import BackupRefused, reason
from reports.files.broken import BLOCK, digest_of

SUMS, MANIFEST, MEDIA, LISTED = "SHA256SUMS", "manifest.json", "media.tar", "media.sha256"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


class Written(io.RawIOBase):
    """A new file for its owner alone, whose digest is known when it is closed."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self._file, self._digest = os.fdopen(handle, "wb", BLOCK), hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._file.write(data)
        self._digest.update(data)
        return len(data)

    def close(self) -> None:
        file = getattr(self, "_file", None)  # there is none where it could not be made
        if file is not None and not file.closed:
            try:
                file.flush()
                os.fsync(file.fileno())
            finally:
                file.close()
        super().close()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Read(io.RawIOBase):
    """Another file as it is read, with the digest of what was read of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        return data

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Packed:
    """A tar archive that is written file by file: `TarFile` would keep the names of all of them."""

    def __init__(self, target: Written) -> None:
        self.target = target

    def add(self, name: str, size: int, file: IO[bytes]) -> str:
        """Returns the digest of what was read. The file has to be as long as it says it is."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self.target.write(info.tobuf(tarfile.PAX_FORMAT))
        read = Read(file)
        left = size
        while left and (block := read.read(min(BLOCK, left))):
            self.target.write(block)
            left -= len(block)
        if left:
            raise BackupRefused(
                _("The file %(name)s was cut short while it was read.") % {"name": name}
            )
        self.target.write(b"\0" * (-size % tarfile.BLOCKSIZE))
        return read.sha256

    def end(self) -> None:
        self.target.write(b"\0" * 2 * tarfile.BLOCKSIZE)


def unpacked(path: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    """The files of the archive one after the other; each is read before the next is asked for.

    They can be read from their beginning again, as who sends them into a bucket does.
    """
    with tarfile.open(path, mode="r:") as packed:
        for info in packed:
            file = packed.extractfile(info) if info.isfile() else None
            if file is None:
                raise BackupRefused(
                    _("%(file)s holds something that is no file: %(name)s.")
                    % {"file": path.name, "name": info.name}
                )
            yield info.name, info.size, file


def write_sums(folder: Path, sums: dict[str, str]) -> None:
    with Written(folder / SUMS) as file:
        file.write("".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode())


def read_sums(path: Path) -> Iterator[tuple[str, str]]:
    """Name and digest of each line, as `sha256sum` writes them."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            found = LINE.fullmatch(line.rstrip("\n"))
            if found is None:
                raise BackupRefused(_damaged(path.name))
            yield found.group(2), found.group(1)


def refuse_damaged(folder: Path) -> None:
    """Reads every file of the backup through, and holds it against the sums."""
    try:
        if not folder.is_dir():
            raise BackupRefused(_("There is no folder %(folder)s.") % {"folder": folder})
        if not (folder / SUMS).is_file():
            raise BackupRefused(
                _("%(folder)s is no finished backup: it has no %(file)s.")
                % {"folder": folder, "file": SUMS}
            )
        sums = dict(read_sums(folder / SUMS))
        for name, digest in sums.items():
            if "/" in name:
                raise BackupRefused(_damaged(SUMS))
            with (folder / name).open("rb") as file:
                if digest_of(file) != digest:
                    raise BackupRefused(_damaged(name))
    except FileNotFoundError as error:
        name = Path(error.filename).name
        raise BackupRefused(
            _("The backup is not whole: it has no %(file)s.") % {"file": name}
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BackupRefused(reason(error, folder)) from error
    for name in (MANIFEST, MEDIA, LISTED):
        if name not in sums:
            raise BackupRefused(_damaged(SUMS))


def _damaged(name: str) -> str:
    return _("The backup is damaged: %(file)s was cut short or altered.") % {"file": name}
