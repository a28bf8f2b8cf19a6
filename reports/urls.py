from django.urls import path

from reports import import_views, views
from reports.editions import pages
from reports.models import Face
from reports.rendering import KINDS

urlpatterns = [
    path("", views.plan_list, name="plan-list"),
    path("<int:pk>/", views.plan_page, name="plan"),
    *(
        path(f"<int:pk>/{kind}/", views.plan_file, {"kind": kind}, name=f"plan-{kind}")
        for kind in KINDS
    ),
    path("<int:pk>/approval/", pages.approval_page, name="plan-approval"),
    path("editions/<int:pk>/", pages.edition_page, name="edition"),
    *(
        path(
            f"editions/<int:pk>/{face}/{kind}/",
            pages.edition_file,
            {"face": face, "kind": kind},
            name=f"edition-{face}-{kind}",
        )
        for face in Face.values
        for kind in KINDS
    ),
    path("import/", import_views.import_list, name="plan-import-list"),
    path("import/<int:pk>/", import_views.import_page, name="plan-import"),
    path("import/<int:pk>/read/", import_views.import_read, name="plan-import-read"),
    path("import/<int:pk>/cover/", import_views.import_cover, name="plan-import-cover"),
    path(
        "import/<int:pk>/<int:index>/",
        import_views.import_project,
        name="plan-import-project",
    ),
    path("import/<int:pk>/carry-out/", import_views.import_carry_out, name="plan-import-carry-out"),
    path("import/<int:pk>/undo/", import_views.import_undo, name="plan-import-undo"),
    path("import/<int:pk>/discard/", import_views.import_discard, name="plan-import-discard"),
]
