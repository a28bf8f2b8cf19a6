"""Whose the rows of a sheet are: projects by their numbers, or by name and area, new ones too."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from projects.models import Project
from projects.sheets.files import WrongRow, as_text, needed_number
from projects.sheets.widgets import AreaWidget


class KnownProjects:
    """The projects that are there and those that the workbook adds. Two queries in all.

    A project that is only being added has the number of its line, below zero.
    """

    def __init__(self) -> None:
        self.rows: dict[int, Project] = {}
        self._names: defaultdict[str, list[int]] = defaultdict(list)
        self._areas = AreaWidget()
        found = Project.objects.order_by().values_list("pk", "name", "service_area_id")
        for key, name, area in found.iterator(chunk_size=5000):
            # Only to be named and counted: it is never saved.
            self.add(Project(pk=key, name=name, service_area_id=area))

    def add(self, project: Project) -> None:
        if project.pk not in self.rows:
            self._names[project.name.strip().casefold()].append(project.pk)
        self.rows[project.pk] = project

    def find(self, number: object, name: object, area: object) -> Project:
        """Raises `WrongRow`."""
        if number not in (None, ""):
            key = needed_number(number)
            if key not in self.rows:
                raise WrongRow(_("There is no project with the number %(n)s.") % {"n": key})
            return self.rows[key]
        told = as_text(name).strip()
        if not told:
            raise WrongRow(_("The row does not say whose it is: give the number of the project."))
        keys = self.called(told, self._area(area))
        if not keys:
            raise WrongRow(_("There is no project “%(name)s”.") % {"name": told})
        if len(keys) > 1:
            raise WrongRow(
                _("More than one project is called “%(name)s”: give its number.") % {"name": told}
            )
        return self.rows[keys[0]]

    def called(self, name: str, area: int | None = None) -> list[int]:
        """The projects of that name: of the area, if one is named."""
        keys = self._names.get(name.strip().casefold(), [])
        return [key for key in keys if area in (None, self.rows[key].service_area_id)]

    def _area(self, text: object) -> int | None:
        if text in (None, ""):
            return None
        try:
            return self._areas.clean(as_text(text))
        except ValueError as error:
            raise WrongRow(str(error)) from None

    def forget_areas(self) -> None:
        self._areas.forget()
