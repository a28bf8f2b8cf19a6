"""Says at the start what documents cannot use of the organisation's logo and fonts."""

from __future__ import annotations

from django.core import checks

from organisation import brand


@checks.register()
def logo_is_a_picture(**kwargs: object) -> list[checks.CheckMessage]:
    try:
        brand.checked_logo()
    except brand.UnusableBrand as why:
        text = f"ORGANISATION_LOGO_FILE cannot be used, documents are without a logo: {why}"
        hint = "Name an SVG, PNG or JPEG file that the service may read, or leave it out."
        return [checks.Warning(text, hint=hint, id="reports.W001")]
    return []


@checks.register()
def fonts_can_be_embedded(**kwargs: object) -> list[checks.CheckMessage]:
    try:
        brand.checked_faces()
    except brand.UnusableBrand as why:
        text = f"ORGANISATION_FONT cannot be used: {why}"
        hint = (
            "Set ORGANISATION_FONT_FOLDER to a folder of woff2, woff, ttf or otf files and "
            "ORGANISATION_FONT to the family's name as the files say it, or leave both out."
        )
        return [checks.Error(text, hint=hint, id="reports.E001")]
    return []
