"""Texts that were stored before their fields cleaned them: line feeds alone, no control characters.

The words stay. Versions in the history are cleaned alike, so that the next save of a row does not
tell of a change that nobody made; none is added, and none has another author, moment or reason.
Approved editions stay as they were sealed. A name that would then be another row's name stays too.

The ends of lines, which nearly every text has, are mended by one statement for each table; only
rows with something rarer are read. Imports nothing of today.
"""

import re
from functools import reduce
from operator import or_

from django.db import migrations
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

TEXTS = {
    ("projects", "Project"): (
        "description change_effects strategic_goal_text schedule_text likelihood_text "
        "responsible_text cost_text resource_text notes",
        "name owner_name manager_name",
    ),
    ("projects", "ServiceArea"): ("", "name"),
    ("projects", "StrategicGoal"): ("description", "name"),
    ("projects", "SchedulePhase"): ("", "name"),
    ("projects", "CostItem"): ("", "description unit"),
    ("projects", "ResourceNeed"): ("", "description per"),
    ("projects", "Milestone"): ("", "name"),
    ("projects", "Dependency"): ("", "note"),
    ("projects", "Risk"): ("cause consequence response_text", "description owner_name"),
    ("projects", "Benefit"): ("", "description measure baseline target realised"),
    ("projects", "Attachment"): ("", "name note"),
    ("projects", "StatusReport"): ("text", ""),
    ("projects", "Comment"): ("text", ""),
    ("impact_assessments", "ImpactAssessment"): (
        "justification organising_text security_text data_text case_management_text", "",
    ),
    ("reports", "ActionPlan"): ("", "title organisation body case_number"),
    ("reports", "PlanChapter"): ("text", "title"),
    ("reports", "Proposal"): (
        "need changes schedule_text cost_text resource_text answer", "name",
    ),
}  # fmt: skip
UNIQUE = {"ServiceArea", "StrategicGoal"}

CONTROL = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
NEW_LINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
GONE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Signs of the symbol fonts of Word as those that every font has.
SIGNS = {0x2029: "\n\n"} | {
    0xF000 + code: sign
    for codes, sign in (
        ((0xB7, 0x9F, 0x6C), "•"), ((0xA7, 0x6E), "▪"), ((0xE0, 0xE8, 0xD8, 0xAE, 0xF0), "→"),
        ((0xDF,), "←"), ((0xFC, 0xD6), "✓"), ((0xFB,), "✗"), ((0xFE,), "☑"), ((0xFD, 0x78), "☒"),
        ((0x6F, 0x71, 0xA8, 0x72), "☐"), ((0x76, 0x75, 0x77), "◆"), ((0x2D,), "–"), ((0x4A,), "☺"),
        ((0x4C,), "☹"),
    )
    for code in codes
}  # fmt: skip
RARE = CONTROL + "".join(chr(code) for code in SIGNS if code != 0x2029)


def long_text(text):
    return GONE.sub("", NEW_LINE.sub("\n", text)).translate(SIGNS)


def short_text(text):
    lines = (line.strip() for line in long_text(text).split("\n"))
    return " ".join(line for line in lines if line)


def clean(apps, schema_editor):
    using = schema_editor.connection.alias
    nul = "" if schema_editor.connection.vendor == "postgresql" else "\x00"
    for (app, name), (long, short) in TEXTS.items():
        long, short = long.split(), short.split()
        clean_table(apps.get_model(app, name), long, short, using, nul)
        past = apps.get_model(app, f"Historical{name}")
        clean_table(past, long, [*short, "history_change_reason"], using, nul)


def clean_table(model, long, short, using, nul):
    rows = model._base_manager.using(using)
    if long:
        with_returns = reduce(or_, (Q(**{f"{name}__contains": "\r"}) for name in long))
        rows.filter(with_returns).update(**{name: line_feeds(name) for name in long})
    rare = [Q(**{f"{name}__regex": f"[{nul}{RARE}]"}) for name in long]
    rare += [Q(**{f"{name}__regex": f"[{nul}\n\r{RARE}]"}) for name in short]
    found = list(rows.filter(reduce(or_, rare)).order_by().values("pk", *long, *short))
    for row in found:
        key = row.pop("pk")
        texts = {
            name: (long_text if name in long else short_text)(text)
            for name, text in row.items()
            if text is not None
        }
        if model.__name__ in UNIQUE and rows.exclude(pk=key).filter(name=texts["name"]).exists():
            del texts["name"]
        if texts:
            rows.filter(pk=key).update(**texts)


def line_feeds(name):
    line_feed = Value("\n")
    return Replace(Replace(F(name), Value("\r\n"), line_feed), Value("\r"), line_feed)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_sections_of_minutes_and_unread_chapters"),
        ("projects", "0018_empty_search_index"),
        ("impact_assessments", "0002_finnish_order"),
    ]

    operations = [
        migrations.RunPython(clean, migrations.RunPython.noop),
    ]
