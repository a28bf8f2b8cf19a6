"""Letters that no font draws: a PDF shows boxes for them, and is no PDF/A then (6.2.11.8)."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

_LOG = logging.getLogger("weasyprint")


class Undrawn(logging.Handler):
    """Collects the letters for which WeasyPrint draws boxes inside the `with`: it logs each."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.letters: set[str] = set()
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread and str(record.msg).startswith(".notdef") and record.args:
            self.letters.add(str(next(iter(record.args))))

    def __enter__(self) -> Undrawn:
        _LOG.addHandler(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        _LOG.removeHandler(self)


def claims_archive(data: bytes) -> bool:
    """Whether the bytes of a PDF say that they are PDF/A; their metadata are never compressed."""
    return b"pdfaid:part" in data
