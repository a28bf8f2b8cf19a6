"""Addresses of a project's assessment."""

from django.urls import path

from impact_assessments.asking import views as asking
from impact_assessments.model_items import import_views as model_imports
from impact_assessments.model_items import views as model_items
from impact_assessments.parts import earlier, rows
from impact_assessments.parts import views as parts
from impact_assessments.review import views as review
from impact_assessments.screening import views as screening

ROOT = "projects/<int:pk>/assessment/"

urlpatterns = [
    path(ROOT, parts.assessment, name="assessment"),
    path(f"{ROOT}screening/", screening.screening, name="assessment-screening"),
    path(f"{ROOT}write/", parts.write, name="assessment-write"),
    path(f"{ROOT}earlier/", earlier.earlier, name="assessment-earlier"),
    path(f"{ROOT}questions/", parts.questions, name="assessment-questions"),
    path(f"{ROOT}review/", review.review, name="assessment-review"),
    path(f"{ROOT}step/", review.step, name="assessment-step"),
    path(f"{ROOT}still-right/", review.still_right, name="assessment-still-right"),
    path(f"{ROOT}versions/<int:number>/", review.version, name="assessment-version"),
    *(
        path(f"{ROOT}{what}s/new/", rows.row, {"what": what}, name=f"assessment-{what}-new")
        for what in rows.FORMS
    ),
    *(
        path(f"{ROOT}{what}s/<int:number>/", rows.row, {"what": what}, name=f"assessment-{what}")
        for what in rows.FORMS
    ),
    path(f"{ROOT}requests/new/", asking.ask, name="assessment-ask"),
    path(f"{ROOT}requests/<int:number>/", asking.answer, name="assessment-answer"),
    path(f"{ROOT}withdraw-request/<int:number>/", asking.withdraw, name="assessment-withdraw"),
    path("assessments/asked/", asking.asked_of_me, name="assessment-asked"),
    path("model/", model_items.model_items, name="model-items"),
    path("model/<int:pk>/", model_items.model_item, name="model-item"),
    path("model/named/", model_items.model_named, name="model-named"),
    path("model/changes/", model_items.model_changes, name="model-changes"),
    *(
        path(
            f"model/changes/changes.{ending}",
            model_items.model_changes_file,
            {"ending": ending},
            name=f"model-changes-{ending}",
        )
        for ending in ("csv", "xlsx")
    ),
    path("model/import/", model_imports.upload_list, name="model-upload"),
    path("model/import/<int:pk>/", model_imports.model_import, name="model-import"),
    path(
        "model/import/<int:pk>/carry-out/",
        model_imports.model_import_carry_out,
        name="model-import-carry-out",
    ),
    path(
        "model/import/<int:pk>/discard/",
        model_imports.model_import_discard,
        name="model-import-discard",
    ),
    path("assessments/queue/", screening.queue, name="screening-queue"),
]
