"""What documents take from the organisation: its logo and its fonts, from files that it names.

`ORGANISATION_LOGO_FILE` is a picture (SVG, PNG or JPEG), `ORGANISATION_FONT` a family's name and
`ORGANISATION_FONT_FOLDER` the folder of its files. What cannot be used is left out of documents;
`organisation/checks.py` says so when the service starts.
"""

from __future__ import annotations

import hashlib
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from organisation.content_types import CONTENT_TYPES

LOGO_BYTES = 5 * 1024**2
LOGO_PIXELS = 25_000_000
FONT_BYTES = 10 * 1024**2
FAMILY = "Organisation"  # the family's name in our style sheet
FORBIDS_EMBEDDING = 0x2  # OS/2 fsType, bit 1
FONT_TYPES = {".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf"}
ELSEWHERE = re.compile(r"""@import|url\(\s*["']?(?!["'#]|data:)""", re.IGNORECASE)


class UnusableBrand(ValueError):
    """The file is no logo, or no font, that a document can carry; the message says why."""


@dataclass(frozen=True)
class Logo:
    data: bytes
    content_type: str


@dataclass(frozen=True)
class Face:
    """A font's file, with its weight (100 to 900)."""

    name: str
    data: bytes
    content_type: str
    weight: int
    is_italic: bool


def logo() -> Logo | None:
    """The logo, or None where there is none that can be used."""
    try:
        return checked_logo()
    except UnusableBrand:
        return None


def faces() -> tuple[Face, ...]:
    """The organisation's fonts, or none where they cannot be used."""
    try:
        return checked_faces()
    except UnusableBrand:
        return ()


def checked_logo() -> Logo | None:
    """Raises `UnusableBrand`."""
    if not settings.ORGANISATION_LOGO_FILE:
        return None
    path = Path(settings.ORGANISATION_LOGO_FILE)
    return _logo(path, _changed(path))


def checked_faces() -> tuple[Face, ...]:
    """Raises `UnusableBrand`."""
    if not settings.ORGANISATION_FONT_FOLDER:
        return ()
    folder = Path(settings.ORGANISATION_FONT_FOLDER)
    return _faces(folder, settings.ORGANISATION_FONT, _changed(folder))


def fingerprint() -> str:
    """Changes with the bytes of the logo and of the fonts."""
    picture = logo()
    parts = [picture.data if picture else b"", *(face.data for face in faces())]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def font_css() -> str:
    """@font-face rules whose files the PDF's fetcher knows; empty without fonts."""
    return "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.is_italic else 'normal'}; "
        f'src: url("salkku:organisation/font/{number}") }}\n'
        for number, face in enumerate(faces())
    )


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError as error:
        raise UnusableBrand(f"{path}: {error.strerror}") from error


@lru_cache(maxsize=4)
def _logo(path: Path, _changed_at: float) -> Logo:
    data = _read(path, LOGO_BYTES)
    if data.lstrip()[:5].lower() in (b"<?xml", b"<svg ") or path.suffix.casefold() == ".svg":
        return _svg(path, data)
    return _raster(path, data)


def _svg(path: Path, data: bytes) -> Logo:
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        raise UnusableBrand(f"{path}: {error}") from error
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise UnusableBrand(_("%(path)s is no picture in SVG.") % {"path": path})
    if any(map(_leads_away, root.iter())):
        text = _("%(path)s needs other files, or has a script: save it as a plain drawing.")
        raise UnusableBrand(text % {"path": path})
    return Logo(data, CONTENT_TYPES["svg"])


def _leads_away(element: ET.Element) -> bool:
    """What documents would leave out of the drawing, or not draw it at all for."""
    kind = str(element.tag).rpartition("}")[2]
    hrefs = [v for n, v in element.attrib.items() if n.rpartition("}")[2] == "href"]
    styles = [*element.attrib.values(), (element.text or "") if kind == "style" else ""]
    return (
        kind == "script"
        or (kind != "a" and any(not href.strip().startswith(("#", "data:")) for href in hrefs))
        or any(ELSEWHERE.search(style) for style in styles)
    )


def _raster(path: Path, data: bytes) -> Logo:
    """A PNG or JPEG in RGB: PDF/A with an sRGB intent takes no CMYK."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > LOGO_PIXELS:
                raise UnusableBrand(_("%(path)s has too many pixels.") % {"path": path})
            picture.load()
            if picture.mode in ("RGB", "RGBA", "L"):
                kind = "image/png" if picture.format == "PNG" else "image/jpeg"
                return Logo(data, kind)
            target = io.BytesIO()
            picture.convert("RGBA" if "transparency" in picture.info else "RGB").save(target, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, UnusableBrand):
            raise
        raise UnusableBrand(
            _("%(path)s is no picture in SVG, PNG or JPEG.") % {"path": path}
        ) from error
    return Logo(target.getvalue(), "image/png")


@lru_cache(maxsize=4)
def _faces(folder: Path, family: str, _changed_at: float) -> tuple[Face, ...]:
    if not folder.is_dir():
        raise UnusableBrand(_("%(path)s is no folder.") % {"path": folder})
    found = [_face(path) for path in sorted(folder.iterdir()) if path.suffix.lower() in FONT_TYPES]
    chosen = tuple(face for name, face in found if name.casefold() == family.casefold())
    if not any(face.weight == 400 and not face.is_italic for face in chosen):
        names = ", ".join(sorted({name for name, _face in found})) or "–"
        text = _("%(path)s has no regular font of the family “%(family)s”. It has: %(names)s.")
        raise UnusableBrand(text % {"path": folder, "family": family, "names": names})
    return chosen


def _face(path: Path) -> tuple[str, Face]:
    """The family that a font's file says it is of, and the font."""
    from fontTools.ttLib import TTFont, TTLibError

    data = _read(path, FONT_BYTES)
    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            names, about = font["name"], font["OS/2"]
            family = names.getDebugName(16) or names.getDebugName(1) or ""
            weight, is_italic = about.usWeightClass, bool(about.fsSelection & 1)
            forbids = about.fsType & 0xF == FORBIDS_EMBEDDING
    except (TTLibError, KeyError, AttributeError, OSError, ValueError, AssertionError) as error:
        raise UnusableBrand(_("%(path)s is no font.") % {"path": path}) from error
    if forbids:
        text = _("%(path)s may not be embedded in documents: its maker forbids it (fsType).")
        raise UnusableBrand(text % {"path": path})
    return family, Face(path.name, data, FONT_TYPES[path.suffix.lower()], weight, is_italic)


def _read(path: Path, most: int) -> bytes:
    try:
        if path.stat().st_size > most:
            text = _("%(path)s is larger than %(mb)s MB.")
            raise UnusableBrand(text % {"path": path, "mb": most // 1024**2})
        return path.read_bytes()
    except OSError as error:
        raise UnusableBrand(f"{path}: {error.strerror}") from error
