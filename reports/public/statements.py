"""The statements that everybody reads: the organisation's own, or those that come with Salkku."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.names import organisation_name
from projects.clock import day_of
from projects.fields import reader_language
from reports.models.statements import Statement, StatementKind


@login_not_required
@require_safe
def statement(request: HttpRequest, kind: str) -> HttpResponse:
    own = Statement.objects.filter(kind=kind, language=reader_language()).first()
    newest = own.history.first() if own else None
    context = {
        "title": StatementKind(kind).label,
        "text": own.text if own else first_text(StatementKind(kind)),
        "changed_on": day_of(newest.history_date) if newest else None,
        "is_own": own is not None,
    }
    return render(request, "reports/public/statement.html", context)


def first_text(kind: StatementKind) -> str:
    """What is true of the product, until the organisation writes its own."""
    name = organisation_name()
    paragraphs = {
        StatementKind.ACCESSIBILITY: _accessibility,
        StatementKind.PRIVACY: _privacy,
        StatementKind.CONTACT: _contact,
        StatementKind.TERMS: _terms,
    }[kind]()
    return "\n\n".join(paragraphs) % {"name": name}


def _accessibility() -> list[str]:
    return [
        _(
            "This statement is about Salkku, the project portfolio of %(name)s, and about the "
            "action plans that are published in it. The Act on the Provision of Digital Services "
            "(306/2019) asks that public services can be used by everybody."
        ),
        "### " + _("How accessible the service is"),
        _(
            "The service meets the requirements of the Act, those of the levels A and AA, in "
            "part. The faults are listed below. This statement was drawn up on 27 November 2026 "
            "and rests on the assessment of those who made Salkku."
        ),
        _(
            "The pages are made to meet the criteria of WCAG 2.2 at the levels A and AA, and the "
            "plans as PDF to meet PDF/UA-1. With every change a program checks the pages in "
            "Finnish, Swedish and English, in light and dark colours and on a narrow screen. "
            "Nobody from outside has assessed the service yet."
        ),
        "### " + _("What is not accessible"),
        "- "
        + _(
            "The texts of projects are in the language in which they were written and are not "
            "translated. Pages in another language tell a screen reader which language a text is "
            "in."
        )
        + "\n- "
        + _(
            "Files that people have attached to projects, and plans from before Salkku, may have "
            "faults."
        ),
        "### " + _("Did you notice a fault?"),
        _(
            "Tell us, and we mend it: the page *Contact and feedback* says where to write. We "
            "answer within 14 days."
        ),
        _(
            "If you are not content with the answer, or get none in two weeks, you can tell the "
            "supervising authority, the Finnish Transport and Communications Agency Traficom: "
            "https://www.saavutettavuusvaatimukset.fi."
        ),
    ]


def _privacy() -> list[str]:
    return [
        _("%(name)s keeps in Salkku what it needs of the people who plan and follow its projects."),
        "### " + _("Who reads without signing in"),
        _(
            "You can read the published plans without telling who you are. Salkku sets a cookie "
            "for the chosen language and one that protects forms, and follows nobody."
        ),
        "### " + _("Who signs in"),
        _(
            "Of people who sign in, Salkku keeps the name, the e-mail address, the roles and "
            "service areas, when and from which address they signed in, and what they changed "
            "and when. The history of projects is kept so that decisions can be traced."
        ),
        "### " + _("Names in the plans"),
        _(
            "Projects name the people who are responsible for them. Names stand in a published "
            "plan where the plan has them."
        ),
        "### " + _("Your rights"),
        _(
            "You can ask what is kept about you, and ask for mistakes to be mended. The page "
            "*Contact and feedback* says whom to ask. You can also turn to the Data Protection "
            "Ombudsman: https://tietosuoja.fi."
        ),
    ]


def _contact() -> list[str]:
    return [
        _("%(name)s is responsible for this service and for what is published in it."),
        _(
            "Write to the registry of the organisation and name the project or the plan that you "
            "mean. Feedback on accessibility is answered within 14 days."
        ),
    ]


def _terms() -> list[str]:
    return [
        _(
            "The plans that %(name)s has published here may be read, copied and used freely. "
            "Where a plan names a licence, the licence holds; name the source."
        ),
        _(
            "A published plan tells what was decided. What has changed since is told in the next "
            "plan and in the follow-up."
        ),
    ]
