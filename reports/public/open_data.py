"""What data portals harvest: the public editions as DCAT-AP 3.0, in JSON-LD.

A plan's edition is a dataset, its files are the dataset's distributions. Properties and their
order follow the specification's tables: https://semiceu.github.io/DCAT-AP/releases/3.0.0/
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from organisation.json_types import JsonObject
from organisation.names import organisation_name
from reports.composing.imprints import public_address
from reports.document.interchange import from_dict
from reports.models import EditionFile, Face, PlanEdition
from reports.rendering import PLAN_FILE_KINDS

AUTHORITY = "http://publications.europa.eu/resource/authority/"
LANGUAGES = {"fi": "FIN", "sv": "SWE", "en": "ENG"}
FILE_TYPES = {"pdf": "PDFA3A", "docx": "DOCX", "xlsx": "XLSX", "json": "JSON", "html": "HTML"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue(editions: Iterable[PlanEdition], site: str) -> bytes:
    """The catalogue of the organisation's public editions; addresses begin with `site`."""
    organisation = settings.ORGANISATION_NAME
    home = site + reverse("public-list")
    made = {
        "@context": CONTEXT,
        "@id": site + reverse("public-catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _in_every_language(lambda: _("Action plans of information management")),
        "dct:description": _in_every_language(
            lambda: (
                _("Published action plans of information management: %(organisation)s")
                % {"organisation": organisation_name()}
            )
        ),
        "dct:publisher": _publisher(organisation, site),
        "dct:language": [_authority("language", code) for code in LANGUAGES.values()],
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "foaf:homepage": {"@id": home, "@type": "foaf:Document"},
        "dcat:dataset": [_dataset(edition, site) for edition in editions],
    }
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _dataset(edition: PlanEdition, site: str) -> JsonObject:
    page = public_address(edition.slug, site)
    period = from_dict(edition.public_document).period
    with translation.override(edition.language):
        description = _(
            "Development projects of information management: schedules, costs, resources and "
            "assessments of effects on information management."
        )
    made = {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": _text(edition.title, edition.language),
        "dct:description": _text(description, edition.language),
        "dct:identifier": edition.slug,
        "dct:publisher": _publisher(edition.organisation, site),
        "dct:issued": _moment(edition.published_at.isoformat()),
        "dct:language": _authority("language", LANGUAGES[edition.language]),
        "dct:accessRights": _authority("access-right", "PUBLIC"),
        "dcat:theme": _authority("data-theme", "GOVE"),
        "dcat:version": str(edition.number),
        "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
        "dcat:distribution": [
            _distribution(edition, file, site)
            for file in edition.files.all()
            if file.face == Face.PUBLIC and file.kind in FILE_TYPES
        ],
    }
    if period.start or period.end:
        made["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            **({"dcat:startDate": _day(period.start.first_day)} if period.start else {}),
            **({"dcat:endDate": _day(period.end.last_day)} if period.end else {}),
        }
    if edition.revises is not None and edition.revises.is_public:
        made["dct:replaces"] = {"@id": public_address(edition.revises.slug, site)}
    if settings.SUPPORT_CONTACT:
        made["dcat:contactPoint"] = {
            "@type": "vcard:Kind",
            "vcard:fn": edition.organisation,
            "vcard:note": settings.SUPPORT_CONTACT,
        }
    return made


def _distribution(edition: PlanEdition, file: EditionFile, site: str) -> JsonObject:
    kind = PLAN_FILE_KINDS[file.kind]
    address = site + reverse(f"public-{file.kind}", args=[edition.slug])
    media = kind.content_type.split(";")[0]
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _text(f"{edition.title} ({kind.label})", edition.language),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": _authority("file-type", FILE_TYPES[file.kind]),
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size)},
        "dct:issued": _moment(edition.published_at.isoformat()),
        "dct:language": _authority("language", LANGUAGES[edition.language]),
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }


def _publisher(name: str, site: str) -> JsonObject:
    return {"@id": f"{site}/#publisher", "@type": "foaf:Agent", "foaf:name": name}


def _authority(table: str, code: str) -> dict[str, str]:
    return {"@id": f"{AUTHORITY}{table}/{code}"}


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _in_every_language(say: Callable[[], str]) -> list[dict[str, str]]:
    texts = []
    for code in LANGUAGES:
        with translation.override(code):
            texts.append(_text(say(), code))
    return texts


def _moment(text: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": text}


def _day(day: datetime.date) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day.isoformat()}
