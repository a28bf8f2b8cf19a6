"""Whose the rows of a sheet are: projects by their numbers, or by name and area, new ones too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.utils.translation import gettext as _

from projects.models import Project
from projects.sheets.files import AskedRow, WrongRow, as_text, needed_number
from projects.sheets.incoming.naming import Key, letters_of
from projects.sheets.widgets import AreaWidget

NUMBER, NAME, AREA = "project_id", "project", "project__service_area_id"
"""The columns of a part that say whose it is."""


def area_key(project: Project) -> Key | None:
    """What a line says of its project: its letters, and its area if one is told."""
    letters = letters_of(project.name)
    return (letters, project.service_area_id) if letters else None


def project_keys(project: Project) -> list[Key]:
    """What a line may say of a project that is there."""
    letters = letters_of(project.name)
    return [(letters, project.service_area_id), (letters, None)]


class KnownProjects:
    """The projects that are there and those that the workbook adds. Two queries in all.

    A project that is only being added has the number of its line, below zero.
    """

    def __init__(self) -> None:
        self.rows: dict[int, Project] = {}
        self.asked: dict[int, int] = {}
        """Projects that a line may mean, with the line: whose its parts are is not known yet."""
        self._names: defaultdict[str, list[int]] = defaultdict(list)
        self._areas = AreaWidget()
        found = Project.objects.order_by().values_list("pk", "name", "service_area_id")
        for key, name, area in found.iterator(chunk_size=5000):
            # Only to be named and counted: it is never saved.
            self.add(Project(pk=key, name=name, service_area_id=area))

    def add(self, project: Project) -> None:
        keys = self._names[project.name.strip().casefold()]
        if project.pk not in keys:
            keys.append(project.pk)
        self.rows[project.pk] = project

    def find(self, number: object, name: object, area: object, what: str = "project") -> Project:
        """Raises `WrongRow`; `what` is the relation that is asked for."""
        if number not in (None, ""):
            key = needed_number(number, f"{what}_id")
            if key not in self.rows:
                words = _("There is no project with the number %(n)s.") % {"n": key}
                raise WrongRow(words, f"{what}_id")
            self._agree(key, as_text(name).strip(), area, what)
            return self.rows[key]
        told = as_text(name).strip()
        if not told:
            words = _("The row does not say whose it is: give the number of the project.")
            raise WrongRow(words, f"{what}_id")
        keys = self.called(told, self._area(area))
        if not keys:
            raise WrongRow(_("There is no project “%(name)s”.") % {"name": told}, what)
        if waiting := [self.asked[key] for key in keys if key in self.asked]:
            words = _("First say which project line %(n)s of the projects means.")
            raise WrongRow(words % {"n": waiting[0]}, what)
        # Whoever adds a second project of a name means that one in the same file.
        keys = [key for key in keys if key < 0] or keys
        if len(keys) > 1:
            words = _("More than one project is called “%(name)s”. Which one is meant?")
            choices = [(key, self.words(key)) for key in keys]
            raise AskedRow(words % {"name": told}, what, choices)
        return self.rows[keys[0]]

    def _agree(self, key: int, name: str, area: object, what: str) -> None:
        """A number beside the name of another project is a slip of the pen. Raises `WrongRow`."""
        if name and key not in self.called(name):
            words = _("The number %(n)s is “%(project)s”, not “%(name)s”.")
            told = {"n": key, "project": self.rows[key].name, "name": name}
            raise WrongRow(words % told, f"{what}_id")
        found = self._area(area)
        if found is not None and found != self.rows[key].service_area_id:
            words = _("The project “%(project)s” is not of the area “%(area)s”.")
            told = {"project": self.rows[key].name, "area": as_text(area)}
            raise WrongRow(words % told, AREA)

    def words(self, key: int) -> str:
        """A project among others of its name."""
        project = self.rows[key]
        area = self._areas.render(project.service_area_id)
        name = f"{project.name} ({area})" if area else project.name
        if key < 0:
            return _("%(name)s, new on line %(n)s") % {"name": name, "n": -key}
        return _("%(name)s, number %(n)s") % {"name": name, "n": key}

    def like(self, keys: Collection[Key]) -> list[int]:
        """The projects that are there, as far as they have one of the keys."""
        return [
            pk
            for pk, project in self.rows.items()
            if pk > 0 and any(key in keys for key in project_keys(project))
        ]

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
            raise WrongRow(error, AREA) from None

    def forget_areas(self) -> None:
        self._areas.forget()
