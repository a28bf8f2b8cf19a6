"""Makes a tagged PDF/A-3a declare PDF/UA-1 too, and carry the plan's data (Kozea/WeasyPrint#2467).

ISO 19005-3: an embedded file has a MIME type, a date, and is associated with the document (6.8);
XMP of a schema that PDF/A does not know, as PDF/UA's, is described in an extension schema
(6.6.2.3.2). WeasyPrint lists each attachment twice (Kozea/WeasyPrint#2917), so that it is
attached here.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.rendering.paper.tags import at

if TYPE_CHECKING:
    from pydyf import PDF

_BOTH = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
_DECLARED = re.compile(rb'\s+pdfaid:(?:part|conformance|rev)="[^"]*"')


@dataclass(frozen=True)
class Attached:
    """A file that travels in the PDF: the data that the document shows."""

    name: str
    data: bytes
    content_type: str
    description: str
    made_at: datetime.datetime


def declare_both(pdf: PDF) -> None:
    """The XMP of a PDF/A says PDF/UA-1 as well. Raises ValueError where there is no XMP."""
    metadata = at(pdf, pdf.catalog["Metadata"])
    [xmp] = metadata.stream
    if xmp.count(b"</rdf:RDF>") != 1:
        raise ValueError("the PDF has no XMP metadata to add to")
    metadata.stream = [xmp.replace(b"</rdf:RDF>", _BOTH)]


def declare_nothing(pdf: PDF) -> None:
    """The XMP no longer says that the PDF is a PDF/A."""
    metadata = at(pdf, pdf.catalog["Metadata"])
    metadata.stream = [_DECLARED.sub(b"", b"".join(metadata.stream))]


def keep_pictures_as_they_are(pdf: PDF) -> None:
    """No reader smooths a picture in a way of its own (6.2.8); WeasyPrint asks for it."""
    for thing in pdf.objects:
        if "Interpolate" in getattr(thing, "extra", ()):
            thing.extra["Interpolate"] = "false"


def name_every_glyph(pdf: PDF) -> None:
    """A glyph that is a part of a letter, as in Arabic, stands for a joiner (6.2.11.7).

    WeasyPrint maps the letter's first glyph to the letter, and the others to nothing.
    """
    for thing in pdf.objects:
        if isinstance(thing, dict) and "ToUnicode" in thing:
            letters = at(pdf, thing["ToUnicode"])
            letters.stream = [
                line.replace(b" <>", b" <200d>") if isinstance(line, bytes) else line
                for line in letters.stream
            ]


def attach(pdf: PDF, file: Attached) -> None:
    """Embeds the file and associates it with the document as the data behind it."""
    from pydyf import Array, Dictionary, Stream, String, name

    day = String(file.made_at.astimezone(datetime.UTC).strftime("D:%Y%m%d%H%M%SZ"))
    digest = hashlib.md5(file.data, usedforsecurity=False).hexdigest()
    about = Dictionary(
        {
            "Size": len(file.data),
            "CreationDate": day,
            "ModDate": day,
            "CheckSum": f"<{digest}>",  # as a text, its bytes could be taken for ends of lines
        }
    )
    embedded = Stream(
        [file.data],
        {"Type": "/EmbeddedFile", "Subtype": name(file.content_type), "Params": about},
    )
    pdf.add_object(embedded)
    reference = embedded.reference
    specification = Dictionary(
        {
            "Type": "/Filespec",
            "F": String(file.name),
            "UF": String(file.name),
            "Desc": String(file.description),
            "AFRelationship": "/Data",
            "EF": Dictionary({"F": reference, "UF": reference}),
        }
    )
    pdf.add_object(specification)
    names = Dictionary({"Names": Array([String(file.name), specification.reference])})
    pdf.add_object(names)
    pdf.catalog.setdefault("Names", Dictionary())["EmbeddedFiles"] = names.reference
    pdf.catalog["AF"] = Array([specification.reference])
