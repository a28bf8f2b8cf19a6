"""What is sent, by the names of the resources: shown in the document of the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

SENT: dict[str, dict[str, Any]] = {
    "project": {
        "name": "Kirjastojärjestelmän uusiminen",
        "service_area": 1,
        "description": "Kirjasto saa uuden järjestelmän. Lainaaja näkee lainansa yhdestä paikasta.",
        "status": "in_progress",
    },
    "phases": {"project": 1, "name": "Pilotti", "start": "2026-09", "end": "2027-33"},
    "milestones": {"project": 1, "name": "Käyttöönotto", "due": "2027-06"},
    "costs": {
        "project": 1, "description": "Lisenssit", "kind": "recurring", "low": "15000.00",
        "high": "18000.00", "per": "year", "first_year": 2026,
    },
    "budgets": {
        "project": 1, "year": 2026, "frame": "120000.00", "spent": "45300.50",
        "spent_until": "2026-05-31", "forecast": "118000.00",
    },
    "ledger-codes": {"project": 1, "code": "5210", "note": "Kustannuspaikka"},
    "resources": {
        "project": 1, "party": "it", "team": "Sovelluspalvelut", "description": "Projektipäällikkö",
        "low": "20.00", "high": "30.00", "unit": "person_days",
    },
    "risks": {
        "project": 1, "description": "Tietojen siirto viivästyy", "probability": 3, "impact": 4,
    },
    "benefits": {"project": 1, "description": "Asiointi nopeutuu", "target": "2 min"},
    "dependencies": {"project": 1, "other": 2, "kind": "waits_for", "note": "Rajapinta"},
    "reports": {
        "project": 1, "schedule_light": "on_track", "cost_light": "attention",
        "text": "Pilotti etenee.",
    },
    "area": {"name": "Sivistyspalvelut", "position": 1},
    "goal": {"name": "Sujuva asiointi", "position": 1},
}  # fmt: skip


def example(name: str) -> list[OpenApiExample]:
    return [OpenApiExample(name, SENT[name], request_only=True)]
