"""Finnish words are hyphenated in PDFs: pyphen, which WeasyPrint asks, has no patterns for it."""

from __future__ import annotations

from pathlib import Path

FINNISH = Path(__file__).with_name("hyph_fi.dic")


def hyphenate_finnish() -> None:
    """Makes our patterns known to pyphen; where it has some of its own one day, those stay."""
    import pyphen

    if "fi" not in pyphen.LANGUAGES:
        pyphen.LANGUAGES["fi"] = FINNISH
        pyphen.LANGUAGES_LOWERCASE["fi"] = "fi"
