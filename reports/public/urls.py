"""The addresses that everybody may open. They never change: others link to them."""

from django.urls import path

from reports.files.drafts import HANDED_OUT
from reports.models import StatementKind
from reports.public import changes as public_changes
from reports.public import feed, parts, statements
from reports.public import pages as public_pages
from reports.rendering import PLAN_FILE_KINDS

urlpatterns = [
    path("", public_pages.public_list, name="public-list"),
    path("feed.atom", feed.public_feed, name="public-feed"),
    path("catalogue.jsonld", public_pages.public_catalogue, name="public-catalogue"),
    *(
        path(f"statements/{kind}/", statements.statement, {"kind": kind}, name=f"statement-{kind}")
        for kind in StatementKind.values
    ),
    path("<slug:slug>/", public_pages.public_edition, name="public-edition"),
    path("<slug:slug>/changes/", public_changes.public_changes, name="public-changes"),
    *(
        path(f"<slug:slug>/plan.{kind}", public_pages.public_file, {"kind": kind},
             name=f"public-{kind}")
        for kind in PLAN_FILE_KINDS
    ),
    *(
        path(f"<slug:slug>/parts/<str:number>.{kind}", parts.public_part, {"kind": kind},
             name=f"public-part-{kind}")
        for kind in HANDED_OUT
    ),
]  # fmt: skip
