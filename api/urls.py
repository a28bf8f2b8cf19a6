"""The addresses of the API, version 1."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from api import document
from api.resources.assessments import Assessments
from api.resources.files import ProjectsCsv
from api.resources.others import Areas, Editions, Goals, Jobs, Plans
from api.resources.parts import PARTS
from api.resources.projects import Projects
from api.views import Rows

RESOURCES: dict[str, type[Rows]] = {
    "projects": Projects,
    **PARTS,
    "areas": Areas,
    "goals": Goals,
    "assessments": Assessments,
    "plans": Plans,
    "editions": Editions,
    "jobs": Jobs,
}
OF_ALL = {"get": "list", "post": "create"}
OF_ONE = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}


def _paths(name: str, rows: type[Rows]) -> list[URLPattern]:
    """Its list and one of it. The token is the sign-in."""

    def view(actions: dict[str, str], of: str) -> URLPattern:
        there = {
            method: action
            for method, action in actions.items()
            if hasattr(rows, action) and method in rows.http_method_names
        }
        answers = login_not_required(rows.as_view(there))
        address = f"{name}/<int:pk>/" if of == "one" else f"{name}/"
        return path(address, answers, name=f"api-{name}-{of}")

    return [view(OF_ALL, "all"), view(OF_ONE, "one")]


urlpatterns = [
    path("openapi.json", document.openapi, name="api-openapi"),
    path("docs/", document.try_it, name="api-docs"),
    path("projects.csv", login_not_required(ProjectsCsv.as_view()), name="api-projects-csv"),
    *(each for name, rows in RESOURCES.items() for each in _paths(name, rows)),
]
