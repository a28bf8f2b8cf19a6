"""The plan's data inside an office file (docx, xlsx), beside the text that people read.

A custom XML part of the package (ECMA-376 part 1, 15.2.5): Word and Excel keep it when somebody
edits and saves the file. It holds the plan document as JSON, the text as it was written, project
by project, and a digest over both. docs/pdf.md tells of it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from lxml import etree

from organisation.json_types import JsonObject
from reports.document.interchange import UnreadablePlan, as_dict, from_dict
from reports.document.plan import PlanDocument

FORMAT, VERSION = "salkku-data", 1
NAMESPACE = "urn:salkku:plan-data"
MAX_DATA = 40 * 1024 * 1024
PART = "customXml/item{}.xml"
_ITEM_ID = "{5A1C6B1E-8F0D-4C55-9B7E-906201900005}"
_PIECE = 1024 * 1024  # of a text node: XML readers refuse very long ones
_NOT_IN_XML = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MADE = (1980, 1, 1, 0, 0, 0)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@dataclass(frozen=True)
class Passage:
    """What a file says of a project: its number, and lines, each with the piece it belongs to."""

    number: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WrittenData:
    document: PlanDocument
    passages: tuple[Passage, ...]


def to_data(document: PlanDocument, passages: Sequence[Passage]) -> str:
    """The JSON of a data part."""
    content = {
        "plan": as_dict(document),
        "text": [[p.number, [list(line) for line in p.lines]] for p in passages],
    }
    whole = {"format": FORMAT, "version": VERSION, "digest": _digest(content), **content}
    return json.dumps(whole, ensure_ascii=False)


def from_data(text: str) -> WrittenData:
    """Raises `UnreadablePlan` with the reason why the data is not to be trusted."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadablePlan(_("it is damaged")) from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise UnreadablePlan(_("it is damaged"))
    version = whole.get("version")
    if version != VERSION:
        if type(version) is int and version > VERSION:
            raise UnreadablePlan(_("a newer version of Salkku wrote it"))
        raise UnreadablePlan(_("it is damaged"))
    content = {"plan": whole.get("plan"), "text": whole.get("text")}
    if whole.get("digest") != _digest(content):
        raise UnreadablePlan(_("it was changed after Salkku wrote it"))
    return WrittenData(from_dict(content["plan"]), _passages(content["text"]))


def put_into(package: bytes, main: str, data: str) -> bytes:
    """The office file with the data in it; `main` is its document (`word/document.xml`)."""
    folder, _slash, name = main.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = set(old.namelist())
        number = next(n for n in range(1, len(names) + 2) if PART.format(n) not in names)
        item, properties = PART.format(number), f"customXml/itemProps{number}.xml"
        for member in old.infolist():
            content = old.read(member)
            if member.filename == relations:
                content = _with(content, f'<Relationship Id="rIdSalkkuData" Type="{_RELATION}" '
                                         f'Target="../{item}"/>')  # fmt: skip
            elif member.filename == "[Content_Types].xml":
                content = _with(content, f'<Override PartName="/{properties}" '
                                         f'ContentType="{_PROPERTIES}"/>')  # fmt: skip
            new.writestr(member, content)
        parts = {
            item: _item(data),
            properties: (
                '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
                f'<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="http://schemas.openxmlformats'
                '.org/officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef ds:uri='
                f'"{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
            ),
            f"customXml/_rels/item{number}.xml.rels": (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="'
                'http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                f'Id="rId1" Type="{_RELATION}Props" Target="itemProps{number}.xml"/>'
                "</Relationships>"
            ),
        }
        for filename, markup in parts.items():
            made = zipfile.ZipInfo(filename, _MADE)
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, markup.encode())
    return target.getvalue()


def find_in(package: bytes) -> str | None:
    """The JSON of the data part; None where the file has none. Raises `UnreadablePlan`."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        for member in opened.infolist():
            if not re.fullmatch(r"customXml/item\d{1,4}\.xml", member.filename):
                continue
            with opened.open(member) as file:
                head = file.read(2000)
                if NAMESPACE.encode() not in head and NAMESPACE.encode("utf-16-le") not in head:
                    continue
                content = head + file.read(MAX_DATA + 1 - len(head))
            if len(content) > MAX_DATA:
                raise UnreadablePlan(_("it is larger than any plan"))
            return _text_of(content)
    return None


def _text_of(content: bytes) -> str:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePlan(_("it is damaged")) from error
    return "".join(piece.text or "" for piece in root.iterfind(f"{{{NAMESPACE}}}json"))


def _item(data: str) -> str:
    text = _NOT_IN_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", data)
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    inside = "".join(f'<json xml:space="preserve">{escape(piece)}</json>' for piece in pieces)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<plan xmlns="{NAMESPACE}" version="{VERSION}">'
        f"{inside}</plan>"
    )


def _with(markup: bytes, element: str) -> bytes:
    """The markup with an element more at its end."""
    before, end, after = markup.rpartition(b"</")
    return before + element.encode() + end + after


def _passages(rows: object) -> tuple[Passage, ...]:
    try:
        return tuple(
            Passage(str(number), tuple((str(piece), str(text)) for piece, text in lines))
            for number, lines in rows
        )
    except (TypeError, ValueError) as error:
        raise UnreadablePlan(_("it is damaged")) from error


def _digest(content: JsonObject) -> str:
    plain = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
