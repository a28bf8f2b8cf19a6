"""The city's accent as a style sheet: the setting ORGANISATION_ACCENT in both themes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from organisation.colours import BLACK, MARK_CONTRAST, WHITE, Colour

# The grounds that accented text stands on: --page, --raised and --note of static/salkku/tokens.css.
LIGHT_GROUNDS = [Colour.from_hex(text) for text in ("#ffffff", "#f3f6f9", "#fff4d6")]
DARK_GROUNDS = [Colour.from_hex(text) for text in ("#12181e", "#1b232b", "#3a3216")]
DARK_PAGE = DARK_GROUNDS[0]


@login_not_required
@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """Overrides the tokens that follow from the accent; empty where the city has set none."""
    accent = settings.ORGANISATION_ACCENT
    css = accent_css(Colour.from_hex(accent)) if accent else ""
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def accent_css(accent: Colour) -> str:
    """The accent darkened for the light theme and lightened for the dark one until it reads."""
    light, dark = accent_tokens(accent)
    return (
        f":root {{ {_declarations(light)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_declarations(dark)} }} }}\n"
    )


def accent_tokens(accent: Colour) -> tuple[dict[str, Colour], dict[str, Colour]]:
    """The tokens that follow from an accent, in the light theme and in the dark one."""
    on_light = accent.readable_on(LIGHT_GROUNDS, towards=BLACK)
    on_dark = accent.readable_on(DARK_GROUNDS, towards=WHITE)
    return (
        {
            "accent": on_light,
            "accent-strong": on_light.mixed(BLACK, 0.35),
            "on-accent": WHITE,
            "mark": on_light,
            "band": _faint(on_light, WHITE),
        },
        {
            "accent": on_dark,
            "accent-strong": on_dark.mixed(WHITE, 0.4),
            "on-accent": DARK_PAGE,
            "mark": on_dark,
            "band": _faint(on_dark, DARK_PAGE),
        },
    )


def _faint(mark: Colour, page: Colour) -> Colour:
    """A mark paled towards the page as far as marks may be, at most half way."""
    shades = (mark.mixed(page, share / 100) for share in range(50, 0, -5))
    return next((shade for shade in shades if shade.contrast(page) >= MARK_CONTRAST), mark)


def _declarations(tokens: dict[str, Colour]) -> str:
    return " ".join(f"--{name}: {colour.hex};" for name, colour in tokens.items())
