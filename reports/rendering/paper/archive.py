"""Makes a tagged PDF/A-3a declare PDF/UA-1 too, and carry the plan's data (Kozea/WeasyPrint#2467).

ISO 19005-3: an embedded file has a MIME type, a date, and is associated with the document (6.8);
XMP of a schema that PDF/A does not know, as PDF/UA's, is described in an extension schema
(6.6.2.3.2). WeasyPrint lists each attachment twice (Kozea/WeasyPrint#2917), so that it is
attached here.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

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


@dataclass(frozen=True)
class Attached:
    """A file that travels in the PDF: the data that the document shows."""

    name: str
    data: bytes
    content_type: str
    description: str
    made_at: datetime.datetime


def declare_both(pdf: pikepdf.Pdf) -> None:
    """The XMP of a PDF/A says PDF/UA-1 as well. Raises ValueError where there is no XMP."""
    xmp = pdf.Root.Metadata.read_bytes()
    if xmp.count(b"</rdf:RDF>") != 1:
        raise ValueError("the PDF has no XMP metadata to add to")
    pdf.Root.Metadata = pdf.make_stream(
        xmp.replace(b"</rdf:RDF>", _BOTH), Type=Name.Metadata, Subtype=Name.XML
    )


def declare_nothing(pdf: pikepdf.Pdf) -> None:
    """The XMP no longer says that the PDF is a PDF/A."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        for name in ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev"):
            if name in meta:
                del meta[name]


def keep_pictures_as_they_are(pdf: pikepdf.Pdf) -> None:
    """No reader smooths a picture in a way of its own (6.2.8); WeasyPrint asks for it."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image:
            thing.Interpolate = False


def name_every_glyph(pdf: pikepdf.Pdf) -> None:
    """A glyph that is a part of a letter, as in Arabic, stands for a joiner (6.2.11.7).

    WeasyPrint maps the letter's first glyph to the letter, and the others to nothing.
    """
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            letters = thing.ToUnicode.read_bytes()
            if b" <>" in letters:
                thing.ToUnicode = pdf.make_stream(letters.replace(b" <>", b" <200d>"))


def attach(pdf: pikepdf.Pdf, file: Attached) -> None:
    """Embeds the file and associates it with the document as the data behind it."""
    day = String(file.made_at.astimezone(datetime.UTC).strftime("D:%Y%m%d%H%M%SZ"))
    embedded = pdf.make_stream(
        file.data,
        Type=Name.EmbeddedFile,
        Subtype=Name(f"/{file.content_type}"),
        Params=Dictionary(
            Size=len(file.data),
            CreationDate=day,
            ModDate=day,
            CheckSum=String(hashlib.md5(file.data, usedforsecurity=False).digest()),
        ),
    )
    specification = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(file.name),
            UF=String(file.name),
            Desc=String(file.description),
            AFRelationship=Name.Data,
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )
    names = pdf.Root.get("/Names")
    if names is None:
        names = pdf.Root.Names = Dictionary()
    names.EmbeddedFiles = pdf.make_indirect(
        Dictionary(Names=Array([String(file.name), specification]))
    )
    pdf.Root.AF = Array([specification])
