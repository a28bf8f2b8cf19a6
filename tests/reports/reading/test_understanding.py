"""What schedules, sums, resources and answers in words are understood as; unknown stays unknown."""

from __future__ import annotations

import pytest

from reports.reading.files.lines import Line, running_text
from reports.reading.meaning.answers import effect, is_waived, likelihood
from reports.reading.meaning.needs import read_resources
from reports.reading.meaning.parties import responsible
from reports.reading.meaning.places import area_of, place_of
from reports.reading.meaning.schedule_words import RULES
from reports.reading.meaning.schedules import read_schedule
from reports.reading.meaning.sums import read_sums


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("Q3/2022–Q2/2023", [("", "2022-35", "2023-34")]),
        ("Q3/2022 – Q2/2023", [("", "2022-35", "2023-34")]),
        ("9/2022", [("", "2022-09", "2022-09")]),
        ("8–9/2022", [("", "2022-08", "2022-09")]),
        ("9/2021–03-06/2023", [("", "2021-09", "2023-06")]),
        ("02/2022–6/2023", [("", "2022-02", "2023-06")]),
        ("1/2023", [("", "2023-01", "2023-01")]),
        ("kevät 2024–syksy 2025", [("", "2024-21", "2025-23")]),
        ("1.3.2024–31.12.2025", [("", "2024-03-01", "2025-12-31")]),
        ("1.3. – 31.12.2025", [("", "2025-03-01", "2025-12-31")]),
        ("1.–15.3.2024", [("", "2024-03-01", "2024-03-15")]),
        ("H1/2025", [("", "2025-40", "2025-40")]),
        ("2024–2026", [("", "2024", "2026")]),
        ("2024-2026", [("", "2024", "2026")]),
        ("vuosina 2024-26", [("", "2024", "2026")]),
        ("9/2024 alkaen", [("", "2024-09", None)]),
        ("Alkaen 9/2024", [("", "2024-09", None)]),
        ("9/2024–", [("", "2024-09", None)]),
        ("1.9.2024 alkaen, toistaiseksi", [("", "2024-09-01", None)]),
        ("vuodesta 2024 lähtien", [("", "2024", None)]),
        ("31.12.2025 mennessä", [("", None, "2025-12-31")]),
        ("vuoden 2025 loppuun mennessä", [("", None, "2025")]),
        ("10/.2023", [("", "2023-10", "2023-10")]),
        ("5/2021-12/2022", [("", "2021-05", "2022-12")]),
        ("Kiinteistöjen liittymä toteutettu 2020, kamerat 2022–2023",
         [("Kiinteistöjen liittymä", "2020", "2020"), ("kamerat", "2022", "2023")]),
        ("Määrittely: 1–3/2024; hankinta: 4–9/2024; käyttöönotto 10/2024–5/2025",
         [("Määrittely", "2024-01", "2024-03"), ("hankinta", "2024-04", "2024-09"),
          ("käyttöönotto", "2024-10", "2025-05")]),
        ("Suunnittelu Q1–Q2/2024, toteutus Q3/2024", [("Suunnittelu", "2024-33", "2024-34"),
                                                        ("toteutus", "2024-35", "2024-35")]),
        ("Vaihe 1: kevät 2024, vaihe 2: syksy 2024",
         [("Vaihe 1", "2024-21", "2024-21"), ("vaihe 2", "2024-23", "2024-23")]),
        ("Hankinta syksyllä 2023 ja käyttöönotto keväällä 2024",
         [("Hankinta", "2023-23", "2023-23"), ("käyttöönotto", "2024-21", "2024-21")]),
        ("Aloitus 9/2022, valmis 12/2023", [("", "2022-09", "2023-12")]),
        ("Alkaa syksyllä 2024 ja päättyy keväällä 2025", [("", "2024-23", "2025-21")]),
        ("tammi–kesäkuu 2025", [("", "2025-01", "2025-06")]),
        ("syyskuusta 2024 toukokuuhun 2025", [("", "2024-09", "2025-05")]),
        ("syyskuu 2024", [("", "2024-09", "2024-09")]),
        ("kesäkuu–elokuu 2024", [("", "2024-06", "2024-08")]),
        ("1.9.2024–31.5.2025", [("", "2024-09-01", "2025-05-31")]),
        ("2. vuosineljännes 2024", [("", "2024-34", "2024-34")]),
        ("Q1-Q2/2024", [("", "2024-33", "2024-34")]),
        ("Q4 2024", [("", "2024-36", "2024-36")]),
        ("2024 Q4", [("", "2024-36", "2024-36")]),
        ("2024/Q1–2024/Q3", [("", "2024-33", "2024-35")]),
        ("01/24–06/24", [("", "2024-01", "2024-06")]),
        ("Hanke toteutetaan vuosina 2024–2025.", [("", "2024", "2025")]),
        ("vuosi 2024", [("", "2024", "2024")]),
        ("syksy 2022 ja vuosi 2023", [("", "2022-23", "2023")]),
        ("hösten 2024–våren 2025", [("", "2024-23", "2025-21")]),
        ("fr.o.m. 9/2024", [("", "2024-09", None)]),
        ("januari–juni 2025", [("", "2025-01", "2025-06")]),
        ("kvartal 2/2025", [("", "2025-34", "2025-34")]),
        ("t.o.m. 31.12.2025", [("", None, "2025-12-31")]),
        ("Planering hösten 2024, genomförande 2025",
         [("Planering", "2024-23", "2024-23"), ("genomförande", "2025", "2025")]),
        ("2024-09", [("", "2024-09", "2024-09")]),
        ("2024-09 – 2025-03", [("", "2024-09", "2025-03")]),
        ("9.2024–3.2025", [("", "2024-09", "2025-03")]),
        ("päättyy 31.12.2025", [("", None, "2025-12-31")]),
        ("Alkaa syksyllä 2024", [("", "2024-23", None)]),
        ("syksystä 2024 kevääseen 2026", [("", "2024-23", "2026-21")]),
        ("Q4/2025 → Q2/2026", [("", "2025-36", "2026-34")]),
        ("toinen vuosipuolisko 2025 – kevät 2026", [("", "2025-41", "2026-21")]),
        ("vårterminen 2025", [("", "2025-21", "2025-21")]),
        ("II tertiaali 2025–I tertiaali 2026", [("", "2025-05", "2026-04")]),
    ],
)  # fmt: skip
def test_schedules_become_phases(text, phases):
    found = [
        (p.name, p.start.edtf if p.start else None, p.end.edtf if p.end else None)
        for p in read_schedule(text)
    ]
    assert found == phases


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example[0])
def test_a_time_in_words_becomes_a_known_form(rule):
    said, made = rule.example
    assert rule.pattern.sub(rule.made, said) == made
    assert read_schedule(said)


@pytest.mark.parametrize(
    "text",
    ["", "-", "Jatkuva", "Ei tiedossa", "Q3–Q4", "avoin", "12/2023–1/2023", "13/2024 40/2024", "versio 3.14",
     "Sovitaan talousarvion yhteydessä", "puh. 050 123 4567", "15 000 €"],
)  # fmt: skip
def test_a_schedule_without_a_date_gives_no_phase(text):
    assert read_schedule(text) == ()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("166 000 +(alv 24%) integraatioiden kustannus.", [(166000, 166000, "total", None, "excluded")]),
        ("Omatoimiratkaisun laitteet 15 000–18 000 euroa.", [(15000, 18000, "total", None, None)]),
        ("n. 30.000 € / vuosi", [(30000, 30000, "year", None, None)]),
        ("3000 € / palvelin", [(3000, 3000, "unit", "palvelin", None)]),
        ("1,2 M€", [(1200000, 1200000, "total", None, None)]),
        ("12 t€/v", [(12000, 12000, "year", None, None)]),
        ("5 500 euroa kuukaudessa", [(5500, 5500, "month", None, None)]),
        ("250 000 € (alv 0 %)", [(250000, 250000, "total", None, "excluded")]),
        ("15 000 000 €", [(15000000, 15000000, "total", None, None)]),
        ("50 000 €.", [(50000, 50000, "total", None, None)]),
        ("noin 30.000 euroa per vuosi", [(30000, 30000, "year", None, None)]),
        ("15-18 t€", [(15000, 18000, "total", None, None)]),
        ("15–18 000 €", [(15000, 18000, "total", None, None)]),
        ("1,2–1,5 milj. euroa", [(1200000, 1500000, "total", None, None)]),
        ("1,2 miljoonaa euroa", [(1200000, 1200000, "total", None, None)]),
        ("20 000 € sis. alv", [(20000, 20000, "total", None, "included")]),
        ("20 000 € ilman alv:a", [(20000, 20000, "total", None, "excluded")]),
        ("20 000 € + alv", [(20000, 20000, "total", None, "excluded")]),
        ("20 000 € (alv 24 %)", [(20000, 20000, "total", None, None)]),
        ("20 000 € (alv 0 %)/vuosi", [(20000, 20000, "year", None, "excluded")]),
        ("450 euroa oppilasta kohti", [(450, 450, "unit", "oppilas", None)]),
        ("90 €/käyttäjä", [(90, 90, "unit", "käyttäjä", None)]),
        ("120 €/kk", [(120, 120, "month", None, None)]),
        ("12 000 €/v.", [(12000, 12000, "year", None, None)]),
        ("Investointi 50 000 €, lisenssit 10 000 €/v",
         [(50000, 50000, "total", None, None), (10000, 10000, "year", None, None)]),
        ("Laitteet 40 000 €, asennus 20 000 €, yhteensä 60 000 €",
         [(40000, 40000, "total", None, None), (20000, 20000, "total", None, None)]),
        ("Yhteensä 100 000 €, josta laitteet 60 000 € ja työ 40 000 €", [(100000, 100000, "total", None, None)]),
        ("2024: 50 000 €, 2025: 30 000 €",
         [(50000, 50000, "total", None, None), (30000, 30000, "total", None, None)]),
        ("vuonna 2024 50 000 €", [(50000, 50000, "total", None, None)]),
        ("Vuosittainen lisenssikustannus on noin 30.000 euroa", [(30000, 30000, "year", None, None)]),
        ("1 234,50 €", [("1234.50", "1234.50", "total", None, None)]),
        ("€ 15 000", [(15000, 15000, "total", None, None)]),
        ("50 000", [(50000, 50000, "total", None, None)]),
        ("50 000 eur", [(50000, 50000, "total", None, None)]),
        ("cirka 25 000 euro per år", [(25000, 25000, "year", None, None)]),
        ("6 000 €/år (exkl. moms)", [(6000, 6000, "year", None, "excluded")]),
        ("500 € i månaden inkl. moms", [(500, 500, "month", None, "included")]),
        ("25 tusen euro", [(25000, 25000, "total", None, None)]),
        ("25 tuhatta euroa", [(25000, 25000, "total", None, None)]),
        ("enintään 40 000 €", [(0, 40000, "total", None, None)]),
        ("Hankinta 50 000 – 60 000 € ja ylläpito 5 000 – 6 000 € vuodessa",
         [(50000, 60000, "total", None, None), (5000, 6000, "year", None, None)]),
        ("0,5 M€", [(500000, 500000, "total", None, None)]),
        ("100 k€", [(100000, 100000, "total", None, None)]),
        ("(1 000 €): 45", [(45000, 45000, "total", None, None)]),
        ("(t€): 10–15", [(10000, 15000, "total", None, None)]),
        ("€/v: 2400", [(2400, 2400, "year", None, None)]),
        ("(t€): 2025: 20, 2026: 35, yhteensä 55",
         [(20000, 20000, "total", None, None), (35000, 35000, "total", None, None)]),
        ("90 000 €, 2025: 60 000 €, 2026: 30 000 €",
         [(60000, 60000, "total", None, None), (30000, 30000, "total", None, None)]),
        ("EUR 30 000", [(30000, 30000, "total", None, None)]),
        ("noin puolitoista miljoonaa euroa", [(1500000, 1500000, "total", None, None)]),
        ("en halv miljon euro", [(500000, 500000, "total", None, None)]),
        ("3 x 5 000 €", [(15000, 15000, "total", None, None)]),
        ("1 200 € + alv kuukaudessa", [(1200, 1200, "month", None, "excluded")]),
        ("hankinta n. 8000€, vuosikulut n. 900€",
         [(8000, 8000, "total", None, None), (900, 900, "year", None, None)]),
    ],
)  # fmt: skip
def test_sums_become_cost_items(text, items):
    found = [(c.low, c.high, c.per, c.unit, c.vat) for c in read_sums(text).items]
    wanted = [(_sum(a), _sum(b), *rest) for a, b, *rest in items]
    assert found == wanted


def _sum(value):
    from decimal import Decimal

    return Decimal(value).quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    "text",
    ["", "-", "Ei tiedossa", "-5 000 € (säästö vuodessa)", "Menot pienenevät 4 000 €", "Ei tietoa", "Ei arviota", "Ei suoria investointeja", "Omaa työtä 20 htp", "Vuosi 2024",
     "Talousarvio 2024", "Säästö noin 20 000 €/v", "10 palvelinta", "alv 24 %", "50 %", "Versio 2015.3",
     "Dynasty 10", "2023", "50–60 kpl"],
)  # fmt: skip
def test_a_cost_field_without_a_sum_gives_no_item(text):
    assert read_sums(text).items == ()


def test_what_is_in_doubt_of_sums_is_told():
    assert read_sums("Säästö noin 20 000 €/v").has_unread_sum
    assert read_sums("Jatkuvat kustannukset 10 000 €").has_unclear_period
    assert not read_sums("Jatkuvat kustannukset 10 000 € vuodessa").has_unclear_period


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Palvelualan työpanos 1 htp / prosessi + tietohallinnon työpanos 2 htp / prosessi",
         [("service_area", 1, 1, "person_days"), ("it", 2, 2, "person_days")]),
        ("Merkittävä työpanos tietohallinnon osalta – käytännössä vähintään 1 henkilötyövuosi.",
         [("it", 1, 1, "person_years")]),
        ("tulosalueelta 1–2 henkilön työpanosta,\ntietohallinnolta 1–2 henkilön työpanos\nostopalveluna 2–3 henkilön",
         [("service_area", 1, 2, "persons"), ("it", 1, 2, "persons"), ("purchased", 2, 3, "persons")]),
        ("Tietohallinto 20 htp, ostopalvelut 10-15 htp", [("it", 20, 20, "person_days"),
                                                          ("purchased", 10, 15, "person_days")]),
        ("0,5 htv tietohallinnosta", [("it", 0.5, 0.5, "person_years")]),
        ("Palvelualalta kaksi henkilöä", [("service_area", 2, 2, "persons")]),
        ("dataförvaltningen 20 persondagar, köpta tjänster 3 personmånader",
         [("it", 20, 20, "person_days"), ("purchased", 3, 3, "person_months")]),
        ("Toimittajan konsultit 5 henkilötyökuukautta", [("purchased", 5, 5, "person_months")]),
        ("ICT-palvelut: 15 henkilötyöpäivää", [("it", 15, 15, "person_days")]),
    ],
)  # fmt: skip
def test_resources_with_amounts_become_items(text, items):
    found = [(r.party, float(r.low), float(r.high), r.unit) for r in read_resources(text).items]
    assert found == items


def test_an_amount_of_work_of_nobody_stays_in_words():
    needs = read_resources("Yhteensä noin 20 htp")
    assert needs.items == ()
    assert needs.has_unknown_party


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Varmaa - itsestä kiinni", "certain"),
        ("Varmaa – itsestä kiinni", "certain"),
        ("Epävarmaa - riippuu ulkoisista tekijöistä", "uncertain"),
        ("Epävarmaa – riippuu ulkoisista tekijöistä.", "uncertain"),
        ("☐ Varmaa – itsestä kiinni ☒ Epävarmaa – riippuu ulkoisista tekijöistä", "uncertain"),
        ("[x] Varmaa - itsestä kiinni\n[ ] Epävarmaa - riippuu ulkoisista tekijöistä", "certain"),
        ("Todennäköinen", "likely"),
        ("Erittäin todennäköistä", "likely"),
        ("Epätodennäköinen", "unlikely"),
        ("Osäkert – beror på yttre faktorer", "uncertain"),
        ("Projekti on aikataulutettu ja toteutunee aikataulussa", "likely"),
        ("Varmaa - itsestä kiinni / Epävarmaa - riippuu ulkoisista tekijöistä", None),
        ("☐ Varmaa ☐ Epävarmaa", None),
        ("Varmaa ☐ Epävarmaa ☒", "uncertain"),
        ("Toteuttaminen omissa käsissä. Priorisoitu korkealle.", None),
        ("Projekti on käynnissä.", None),
        ("Ei varmaa tietoa", None),
        ("-", None),
        ("Varmasti selviää myöhemmin, onko tämä mahdollista", None),
    ],
)
def test_likelihood_is_known_only_where_it_is_said(text, level):
    assert likelihood(text) == level


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Tietohallinto", "it"),
        ("Tietohallinto, tuki palvelualoilta", "it"),
        ("Palveluala", "service_area"),
        ("Tietohallinto ja palveluala yhdessä", "shared"),
        ("Sivistyspalvelut", "service_area"),
        ("Tekninen toimi", "service_area"),
        ("ICT-palvelut", "it"),
        ("Dataförvaltningen", "it"),
        ("Informationsförvaltningen", "it"),
        ("Serviceområdet", "service_area"),
        ("Bildningssektorn och dataförvaltningen", "shared"),
        ("Rehtori", "service_area"),
        ("Sivistysjohtaja", "service_area"),
        ("Tietohallintojohtaja", "it"),
        ("ICT-päällikkö", "it"),
        ("IKT-chefen", "it"),
        ("Dataadministrationen", "it"),
        ("Småbarnspedagogiken", "service_area"),
        ("Tietohallinto yhdessä kuntien kanssa", "shared"),
        ("Tietohallinto yhdessä toimittajan kanssa", "it"),
        ("Varhaiskasvatus (tietohallinto tukee)", "service_area"),
        ("Projektipäällikkö", None),
        ("Matti Meikäläinen", None),
        ("Ei vielä nimetty", None),
        ("Toimittaja", None),
        ("-", None),
    ],
)
def test_the_responsible_party_is_known_only_where_it_is_said(text, party):
    assert responsible(text) == party


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ei vaikutuksia", "none"),
        ("Ei ole", "none"),
        ("Ei muutoksia, koska liitetään nykyiseen järjestelmään.", "none"),
        ("Ei tällaisia vaikutuksia", "none"),
        ("Ei olennaisia vaikutuksia.", "none"),
        ("Ei vaikutusta, Omaolosta ei tallenneta asiakasrekisteriä.", "none"),
        ("Toimitaan kuten tälläkin hetkellä", "none"),
        ("Hankkeella ei ole vaikutuksia asianhallintaan.", "none"),
        ("Inga konsekvenser", "none"),
        ("Projektet har inga konsekvenser för detta.", "none"),
        ("Ei", "none"),
        ("Ei. Tiedot säilytetään nykyisessä järjestelmässä.", "none"),
        ("Vaikutuksia ei ole.", "none"),
        ("Muutoksia asianhallintaan ei tule.", "none"),
        ("Hanke ei muuta tiedonhallinnan vastuita.", "none"),
        ("Ei koske asianhallintaa.", "none"),
        ("Vastuut eivät muutu.", "none"),
        ("☐ Kyllä ☒ Ei | Tiedot pysyvät samoina.", "none"),
        ("Kyllä ☐ Ei ☒", "none"),
        ("Kyllä [x] Ei [ ]", "some"),
        ("Ennallaan.", "none"),
        ("Nej. Uppgifterna finns kvar.", "none"),
        ("Projektet påverkar inte ärendehanteringen.", "none"),
        ("Det finns inga konsekvenser.", "none"),
        ("Ei muuta kuin lokien säilytysajan.", "some"),
        ("Hanke ei muuta vastuita, mutta käsittely siirtyy uuteen järjestelmään.", "some"),
        ("Hanke ei koske asiakastietoja vaan henkilöstön tietoja.", "some"),
        ("Projektet påverkar inte ansvaret, men loggarna flyttas.", "some"),
        ("Kts. b)-kohta.", "some"),
        ("Se punkt b.", "some"),
        ("Laaja vaikutus.", "some"),
        ("Ei vaikutuksia, mutta lokit siirtyvät uuteen järjestelmään", "some"),
        ("Lokitiedot kerätään paremmin. Ei vaikutuksia muuhun.", "some"),
        ("Tietoturva paranee.", "some"),
        ("", "unassessed"),
        ("-", "unassessed"),
        ("Ei vielä tiedossa", "unassessed"),
        ("Arvioidaan myöhemmin", "unassessed"),
        ("Vaikutukset arvioidaan hankkeen aikana.", "unassessed"),
        ("Konsekvenserna bedöms under projektet.", "unassessed"),
    ],
)
def test_effects(text, found):
    assert effect(text) == found


@pytest.mark.parametrize(
    ("text", "waived"),
    [
        (
            "Kun kyseessä on pääosin infrahanke, tiedonhallinnan vaikutuksia ei arvioida tässä yhteydessä.",
            True,
        ),
        (
            "Järjestelmien osalta tiedonhallinnan arviointi on suoritettu ja ehdot täyttäväksi todettu.",
            True,
        ),
        ("Arviointia ei tarvita.", True),
        ("Bedömning behövs inte.", True),
        ("Arviointi tehdään myöhemmin.", False),
        ("Arviointia ei ole vielä tehty.", False),
        ("Vaikutukset ovat laajat.", False),
    ],
)
def test_an_assessment_is_waived_only_where_the_plan_says_so(text, waived):
    assert is_waived(text) is waived


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["hankkeen kehittä-", "minen"], "hankkeen kehittäminen"),
        (["hankkeen ICT-", "suunnittelu"], "hankkeen ICT-suunnittelu"),
        (["kaupungin linja-", "auto"], "kaupungin linja-auto"),
        (["kaupungin sosiaali-", "ja terveyspalvelut"], "kaupungin sosiaali- ja terveyspalvelut"),
        (["palvelut (ODA) -", "projektissa"], "palvelut (ODA) -projektissa"),
        (["dokumentaatiota varten -", "määrittely"], "dokumentaatiota varten - määrittely"),
    ],
)
def test_words_that_a_line_divides_are_joined(lines, text):
    assert running_text([Line(n, line) for n, line in enumerate(lines, 1)], 80) == text


@pytest.mark.parametrize(
    ("titles", "place"),
    [
        (["Perusinfrastruktuurihankkeet, tietohallinto omistajana"], ("infrastructure", "Tietohallinto", None)),
        (["Tietohallinnon omat kehittämishankkeet"], ("infrastructure", "Tietohallinto", None)),
        (["Koko kaupunkia koskevat kehityshankkeet"], ("city_wide", "", None)),
        (["Kaupunkiyhteiset hankkeet"], ("city_wide", "", None)),
        (["Palvelualakohtaiset kehityshankkeet, sosiaali- ja terveyspalvelut", "Sosiaali- ja terveyspalvelut, yhteiset"],
         ("service_area", "Sosiaali- ja terveyspalvelut", "Sosiaali- ja terveyspalvelut, yhteiset")),
        (["Palvelualakohtaiset kehityshankkeet", "Sivistyspalvelut", "Kirjasto"],
         ("service_area", "Sivistyspalvelut", "Kirjasto")),
        (["Sivistyspalveluiden kehityshankkeet"], ("service_area", "Sivistyspalvelut", None)),
        (["Teknisen toimen hankkeet"], ("service_area", "Tekninen toimi", None)),
        (["Teknisten palvelujen hankkeet"], ("service_area", "Tekniset palvelut", None)),
        (["Sivistystoimiala"], ("service_area", "Sivistystoimiala", None)),
        (["Projekt inom bildningstjänsterna"], ("service_area", "Bildningstjänster", None)),
        (["Projekt för hela staden"], ("city_wide", "", None)),
        (["Hankkeet"], ("service_area", "", None)),
        ([], ("service_area", "", None)),
    ],
)  # fmt: skip
def test_places_come_from_the_chapters_above(titles, place):
    found = place_of(titles, "Tietohallinto")
    assert (found.scope, found.service_area, found.unit) == place


def test_a_group_of_projects_names_no_area():
    assert area_of("Palvelualakohtaiset kehityshankkeet") == ""
