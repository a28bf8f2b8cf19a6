"""The addresses of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from organisation import accent as branding
from portfolio import search
from portfolio.assessments import views as assessment_files
from portfolio.capacity.page import capacity
from portfolio.dashboard.page import arrange, dashboard
from portfolio.desk.page import desk, first_page
from portfolio.exports.views import EXPORTS, export_list
from portfolio.feeds import views as feeds
from portfolio.help import guides
from portfolio.ledger import pages as ledger
from portfolio.listing import risks as risk_list
from portfolio.listing.bulk import bulk_edit
from portfolio.listing.page import project_list
from portfolio.listing.quick import quick_edit
from portfolio.listing.saved import save_view, saved_view
from portfolio.news_mail.stopping import stop_news
from portfolio.past import changes
from portfolio.past import portfolio as as_it_was
from portfolio.plans import follow_up
from portfolio.plans import picking as plan_picking
from portfolio.project import attachments, talk
from portfolio.project import page as project_page
from portfolio.project import status_report as report_page
from portfolio.register import city
from portfolio.register import files as register_files
from portfolio.register import page as register
from portfolio.register.board import for_the_board
from portfolio.reporting.round import report_round, unreported_page
from portfolio.sections.declared import SECTIONS
from portfolio.sections.new import new_project
from portfolio.sections.views import edit_section
from portfolio.timeline import files as timeline_files
from portfolio.timeline.page import timeline
from portfolio.web import well_known
from portfolio.webhooks import pages as webhooks
from portfolio.workbook import files as workbook_files
from portfolio.workbook import imports as sheet_imports
from portfolio.workbook.mending import sheet_import_mend
from portfolio.workbook.page import workbook
from projects.sheets.workbook.sheets import SHEETS
from reports.files.drafts import HANDED_OUT
from reports.views import project_sheet

admin.site.site_header = admin.site.site_title = "Salkku"
# The admin has no door of its own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.index_title = _("Editing")

# Django's "view on site" would tell of any row of any table that it is there.
_patterns, _app, _namespace = admin.site.urls
_admin = ([each for each in _patterns if getattr(each, "name", "") != "view_on_site"], _app)

handler500 = "portfolio.web.unavailable.handler500"

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("start/", first_page, name="first-page"),
    path("desk/", desk, name="desk"),
    path("mail/stop/<str:signed>/", stop_news, name="news-stop"),
    path("dashboard/", arrange, name="dashboard-layout"),
    path("projects/", project_list, name="project-list"),
    path("projects/new/", new_project, name="project-new"),
    path("projects/bulk/", bulk_edit, name="project-bulk"),
    *(
        path(f"projects/export.{kind}", export_list, {"kind": kind}, name=f"project-export-{kind}")
        for kind in EXPORTS
    ),
    path("projects/<int:pk>/quick/", quick_edit, name="project-quick"),
    path("views/", save_view, name="saved-views"),
    path("views/<int:pk>/", saved_view, name="saved-view"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<int:pk>/remove/", feeds.remove_feed, name="feed-remove"),
    path("feeds/<int:pk>/<str:key>.ics", feeds.feed_calendar, name="feed-calendar"),
    path("feeds/<int:pk>/<str:key>.csv", feeds.feed_table, name="feed-table"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/test/", webhooks.webhook_test, name="webhook-test"),
    path("webhooks/<int:pk>/secret/", webhooks.webhook_secret, name="webhook-secret"),
    path("webhooks/<int:pk>/remove/", webhooks.webhook_remove, name="webhook-remove"),
    path("webhooks/sent/<int:pk>/again/", webhooks.webhook_resend, name="webhook-resend"),
    path("projects/deleted/", project_page.deleted_list, name="deleted-projects"),
    path("projects/<int:pk>/", project_page.project_page, name="project"),
    path("projects/<int:pk>/history/", project_page.project_history, name="project-history"),
    path("projects/<int:pk>/restore/", project_page.restore_project, name="project-restore"),
    path("projects/<int:pk>/reports/<int:number>/", report_page.report_page, name="report"),
    *(
        path(
            f"projects/<int:pk>/sheet.{kind}",
            project_sheet,
            {"kind": kind},
            f"project-sheet-{kind}",
        )
        for kind in HANDED_OUT
    ),
    *(
        path(f"projects/<int:pk>/edit/{key}/", edit_section, {"key": key}, f"project-edit-{key}")
        for key in SECTIONS
    ),
    path(
        "projects/<int:pk>/reports/<int:number>/report.pdf",
        report_page.report_pdf,
        name="report-pdf",
    ),
    path("workbook/", workbook, name="workbook"),
    path("workbook/workbook.xlsx", workbook_files.workbook_file, name="workbook-file"),
    path("workbook/empty.xlsx", workbook_files.template_file, name="workbook-empty"),
    *(
        path(
            f"workbook/{key}.{kind}",
            workbook_files.sheet_file,
            {"key": key, "kind": kind},
            name=f"workbook-{key}-{kind}",
        )
        for key in SHEETS
        for kind in workbook_files.KINDS
    ),
    path("imports/<int:pk>/", sheet_imports.sheet_import, name="sheet-import"),
    path(
        "imports/<int:pk>/carry-out/",
        sheet_imports.sheet_import_carry_out,
        name="sheet-import-carry-out",
    ),
    path("imports/<int:pk>/mend/", sheet_import_mend, name="sheet-import-mend"),
    path("imports/<int:pk>/undo/", sheet_imports.sheet_import_undo, name="sheet-import-undo"),
    path(
        "imports/<int:pk>/refused.xlsx",
        sheet_imports.sheet_import_refused,
        name="sheet-import-refused",
    ),
    path(
        "imports/<int:pk>/discard/",
        sheet_imports.sheet_import_discard,
        name="sheet-import-discard",
    ),
    path("capacity/", capacity, name="capacity"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<int:pk>/", ledger.ledger_import, name="ledger-import"),
    path("ledger/<int:pk>/carry-out/", ledger.ledger_carry_out, name="ledger-carry-out"),
    path("ledger/<int:pk>/discard/", ledger.ledger_discard, name="ledger-discard"),
    path("ledger/<int:pk>/undo/", ledger.ledger_undo, name="ledger-undo"),
    path("risks/", risk_list.risk_list, name="risks"),
    path("assessments/", register.register, name="register"),
    *(
        path(
            f"assessments/register.{kind}",
            register_files.export,
            {"kind": kind},
            name=f"register-{kind}",
        )
        for kind in register_files.FILE_KINDS
    ),
    path("assessments/board.zip", for_the_board, name="register-board"),
    path("assessments/parts/<str:part>/", city.part_of_city, name="register-part"),
    path("assessments/parts/<str:part>/part.pdf", city.part_pdf, name="register-part-pdf"),
    path("reports/", report_round, name="report-round"),
    path("reports/unreported/", unreported_page, name="unreported"),
    path("meetings/", include("portfolio.meetings.urls")),
    path("timeline/", timeline, name="timeline"),
    path("timeline/timeline.svg", timeline_files.timeline_svg, name="timeline-svg"),
    path("timeline/timeline.pdf", timeline_files.timeline_pdf, name="timeline-pdf"),
    path("as-it-was/", as_it_was.as_it_was, name="as-it-was"),
    path("changes/", changes.changes, name="changes"),
    path("changes/changes.xlsx", changes.changes_xlsx, name="changes-xlsx"),
    path("changes/changes.csv", changes.changes_csv, name="changes-csv"),
    path("projects/<int:pk>/comments/", talk.add_comment, name="project-comments"),
    path("projects/<int:pk>/follow/", talk.follow, name="project-follow"),
    path("comments/<int:pk>/edit/", talk.edit_comment, name="comment-edit"),
    path("comments/<int:pk>/withdraw/", talk.withdraw_comment, name="comment-withdraw"),
    path("projects/<int:pk>/attachments/", attachments.add_attachment, name="project-attachments"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("attachments/<int:pk>/remove/", attachments.remove_attachment, name="attachment-remove"),
    path("", include("impact_assessments.urls")),
    path(
        "projects/<int:pk>/assessment/compare/", assessment_files.compare, name="assessment-compare"
    ),
    *(
        path(
            f"projects/<int:pk>/assessment/assessment.{kind}",
            assessment_files.draft_file,
            {"kind": kind},
            name=f"assessment-{kind}",
        )
        for kind in assessment_files.FILE_KINDS
    ),
    *(
        path(
            f"projects/<int:pk>/assessment/versions/<int:number>/assessment.{kind}",
            assessment_files.version_file,
            {"kind": kind},
            name=f"assessment-version-{kind}",
        )
        for kind in assessment_files.FILE_KINDS
    ),
    path("search/", search.search, name="search"),
    path("help/", guides.own, name="help"),
    path("help/<str:role>/", guides.guide, name="help-guide"),
    path("help/<str:role>/guide.pdf", guides.guide_pdf, name="help-guide-pdf"),
    path("brand.css", branding.brand_css, name="brand"),
    path("plans/<int:pk>/pick/", plan_picking.pick, name="plan-pick"),
    path("proposals/", include("reports.proposals.urls")),
    path("plans/editions/<int:pk>/follow-up/", follow_up.follow_up_page, name="edition-follow-up"),
    path(
        "plans/editions/<int:pk>/follow-up/pdf/",
        follow_up.follow_up_pdf,
        name="edition-follow-up-pdf",
    ),
    path("plans/", include("reports.urls")),
    path("published/", include("reports.public.urls")),
    path("robots.txt", well_known.robots, name="robots"),
    path("security.txt", well_known.security, name="security"),
    path(".well-known/security.txt", well_known.security, name="well-known-security"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("accounts/", include("accounts.urls")),
    path("api/v1/", include("api.urls")),
    path("", include("operations.urls")),
    # One page changes one's own password, with its limits.
    path("admin/password_change/", RedirectView.as_view(pattern_name="change-password")),
    path("admin/password_change/done/", RedirectView.as_view(pattern_name="me")),
    path("admin/", include(_admin, namespace=_namespace)),
]
