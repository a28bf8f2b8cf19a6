from django.urls import path

from reports import views
from reports.comparison import views as compare_views
from reports.drafting import urls as round_urls
from reports.editions import pages, published
from reports.files.drafts import HANDED_OUT
from reports.jobs import views as job_views
from reports.models import Face
from reports.plan_imports import views as import_views
from reports.preflight import views as preflight_views
from reports.rendering import PLAN_FILE_KINDS

urlpatterns = [
    path("", views.plan_list, name="plan-list"),
    path("<int:pk>/", views.plan_page, name="plan"),
    path("<int:pk>/preflight/", preflight_views.preflight, name="plan-preflight"),
    path("compare/", compare_views.compare_page, name="plan-compare"),
    path("compare/changes.xlsx", compare_views.compare_xlsx, name="plan-compare-xlsx"),
    *(
        path(f"<int:pk>/{kind}/", views.plan_file, {"kind": kind}, name=f"plan-{kind}")
        for kind in PLAN_FILE_KINDS
    ),
    *(
        path(
            f"<int:pk>/parts/<str:number>/{kind}/",
            views.part_file,
            {"kind": kind},
            name=f"plan-part-{kind}",
        )
        for kind in HANDED_OUT
    ),
    *round_urls.urlpatterns,
    path("<int:pk>/approval/", pages.approval_page, name="plan-approval"),
    path("editions/<int:pk>/", pages.edition_page, name="edition"),
    path("editions/<int:pk>/published/", published.published_page, name="edition-published"),
    *(
        path(
            f"editions/<int:pk>/{face}/{kind}/",
            pages.edition_file,
            {"face": face, "kind": kind},
            name=f"edition-{face}-{kind}",
        )
        for face in Face.values
        for kind in PLAN_FILE_KINDS
    ),
    path("jobs/<int:pk>/", job_views.job_page, name="job"),
    path("jobs/<int:pk>/file/", job_views.job_file, name="job-file"),
    path("jobs/<int:pk>/cancel/", job_views.job_cancel, name="job-cancel"),
    path("jobs/<int:pk>/again/", job_views.job_again, name="job-again"),
    path("import/", import_views.import_list, name="plan-import-list"),
    path("import/<int:pk>/", import_views.import_page, name="plan-import"),
    path("import/<int:pk>/read/", import_views.import_read, name="plan-import-read"),
    path("import/<int:pk>/cover/", import_views.import_cover, name="plan-import-cover"),
    path(
        "import/<int:pk>/<int:index>/",
        import_views.import_project,
        name="plan-import-project",
    ),
    path("import/forget-label/", import_views.import_forget_label, name="plan-import-forget-label"),
    path("import/<int:pk>/labels/", import_views.import_labels, name="plan-import-labels"),
    path("import/<int:pk>/areas/", import_views.import_areas, name="plan-import-areas"),
    path("import/<int:pk>/carry-out/", import_views.import_carry_out, name="plan-import-carry-out"),
    path("import/<int:pk>/undo/", import_views.import_undo, name="plan-import-undo"),
    path("import/<int:pk>/discard/", import_views.import_discard, name="plan-import-discard"),
]
