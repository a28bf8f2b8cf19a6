"""The list as PDF: no column breaks a date or a sum, and words end lines at hyphens only."""

import datetime
import io
import re
from collections import Counter

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation

from portfolio.listing.columns import COLUMNS
from portfolio.listing.paper import lay_out
from projects.models import CostItem, Project, SchedulePhase, ServiceArea, StatusReport

pytestmark = pytest.mark.django_db
TEN = "area,status,start,end,likelihood,lights,reported,forecast,total,owner"
HYPHEN = re.compile(r"[\ufffe\x02-]\s*")  # PDFium writes U+0002 where a word goes on


@pytest.fixture
def portfolio(make_project):
    area = ServiceArea.objects.create(name="Sosiaali- ja terveyspalvelut, yhteiset")
    for number, (status, likelihood) in enumerate(
        [("in_progress", "unlikely"), ("on_hold", "certain"), ("proposed", "uncertain")]
    ):
        project = make_project(
            f"Aurinkosäätiön palvelutalojen siirtyminen {number}",
            service_area=area,
            status=status,
            likelihood=likelihood,
            owner_name="Anna-Maija Meikäläinen-Virtanen",
        )
        SchedulePhase.objects.create(
            project=project,
            start=datetime.date(2022, 10, 11),
            end=datetime.date(2023, 12, 31),
        )
        CostItem.objects.create(
            project=project, kind="one_off", per="total", low="1033333.33", high="1133334.34"
        )
        StatusReport.objects.create(
            project=project, date=datetime.date(2022, 12, 12), forecast_end="31.12.2024",
            schedule_light="trouble", cost_light="attention", content_light="on_track",
        )  # fmt: skip
    return Project.objects.all()


def lines(data):
    return "\n".join(
        page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        for page in pypdfium2.PdfDocument(io.BytesIO(data))
    )


def pieces(text):
    """What no line may end in: words, and dates and sums with the spaces inside them."""
    return Counter(re.findall(r"[^ \n\t–]*–|[^ \n\t–]+", text))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("columns", [None, TEN, ",".join(COLUMNS)], ids=["some", "ten", "all"])
def test_no_date_sum_or_word_is_broken(client, planner, portfolio, settings, language, columns):
    client.force_login(planner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    query = {"columns": columns, "all": 1} if columns else {"all": 1}
    written = lines(client.get(reverse("project-export-pdf"), query).content)
    rows = client.get(reverse("project-list"), query).context["sections"]
    keys = columns.split(",") if columns else ["status", "start", "lights", "likelihood", "total"]
    with translation.override(language):
        texts = [COLUMNS[key].text(row["project"]) for part in rows for row in part["rows"]
                 for key in keys]  # fmt: skip
    whole = HYPHEN.sub("", written)
    for piece, n in pieces("\n".join(texts)).items():
        # A figure is not even broken at a hyphen. PDFium writes each kind of space as one.
        found = written if re.search(r"\d", piece) else whole
        text = piece.replace("\u00a0", " ")
        assert found.count(text if found is written else text.replace("-", "")) >= n, piece
    assert "334" in whole


def test_columns_that_do_not_fit_stand_below():
    """Nothing leaves the sheet: the widths are all of it, whatever the columns hold."""
    rows = [["Hanke", *["12.12.2022"] * 20], ["Toinen", *["1 133 334,34 €"] * 20]]
    layout = lay_out(["Nimi", *["Päättyy"] * 20], rows)
    assert 5 < layout.beside < 21
    assert sum(layout.widths) == pytest.approx(100, abs=0.1)
    assert lay_out(["Nimi", "Koodi"], [["a", "9" * 500]]).beside == 2
    assert lay_out(["Nimi", "Tila"], []).beside == 2
