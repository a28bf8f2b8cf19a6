"""What a project was at a screening or an approval, so that changes since can be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from organisation.json_types import JsonObject
from projects.models import Project


@dataclass(frozen=True)
class Fingerprint:
    """Kept as JSON with records, and shown to nobody as it is."""

    description: str = ""
    area: int | None = None
    starts_on: str = ""
    ends_on: str = ""
    cost: str = ""
    depends_on: tuple[int, ...] = ()
    question_set: int | None = None

    def as_json(self) -> JsonObject:
        return asdict(self) | {"depends_on": list(self.depends_on)}

    @classmethod
    def read(cls, kept: JsonObject) -> Fingerprint | None:
        """None where nobody kept one."""
        if not kept:
            return None
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in kept.items() if name in known}
        return cls(**values | {"depends_on": tuple(values.get("depends_on", ()))})


def fingerprint_of(
    project: Project, question_set: int | None, depends_on: Iterable[int]
) -> Fingerprint:
    """Of the row itself, never of a copy that leaves something out."""
    cost = project.cost_high if project.cost_high is not None else project.cost_low
    return Fingerprint(
        description=project.description,
        area=project.service_area_id,
        starts_on=project.starts_on.isoformat() if project.starts_on else "",
        ends_on=project.ends_on.isoformat() if project.ends_on else "",
        cost="" if cost is None else str(cost),
        depends_on=tuple(sorted(depends_on)),
        question_set=question_set,
    )
