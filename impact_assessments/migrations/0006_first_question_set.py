"""The first question set: drawn from Act 906/2019 in our own words."""

from django.db import migrations
from django.utils import timezone

NAMES = [
    "code",
    "kind",
    "part",
    "law",
    "leads_to",
    "text_fi",
    "text_sv",
    "text_en",
    "help_fi",
    "help_sv",
    "help_en",
]
QUESTIONS = [
    (
        "s1", "screen", "", "5 § 3 mom., 2 §", "model:system",
        "Otetaanko tietojärjestelmä käyttöön?",
        "Tas ett informationssystem i bruk?",
        "Is an information system taken into use?",
        "Uusi, korvaava tai teille uusi järjestelmä. Tietojärjestelmä on laitteiden, ohjelmistojen "
        "ja muun tietojenkäsittelyn kokonaisuus (2 §). Tämä yksin riittää: arviointi tehdään aina.",
        "Ett nytt eller ersättande system, eller ett som är nytt för er. Ett informationssystem är "
        "en helhet av utrustning, program och annan databehandling (2 §). Detta räcker ensamt: "
        "bedömningen görs alltid.",
        "A new or a replacing system, or one that is new to you. An information system is equipment, "
        "software and other processing together (section 2). This is enough by itself: the "
        "assessment is always made.",
    ),
    (
        "s2", "screen", "", "5 § 3 mom.", "model:process",
        "Muuttuvatko tehtävät, organisaatio tai palvelut olennaisesti?",
        "Förändras uppgifter, organisation eller tjänster väsentligt?",
        "Do tasks, organisation or services change essentially?",
        "Esimerkiksi tehtävä siirtyy toiselle yksikölle tai palvelu järjestetään uudella tavalla.",
        "Till exempel flyttas en uppgift till en annan enhet eller ordnas en tjänst på ett nytt sätt.",
        "For instance a task moves to another unit, or a service is arranged in a new way.",
    ),
    (
        "s3", "screen", "", "5 § 2–3 mom.", "model:resource",
        "Muuttuvatko tietovarannot, säilytys, rajapinnat tai luovutukset?",
        "Förändras informationslager, förvaring, gränssnitt eller utlämnande?",
        "Do data resources, retention, interfaces or disclosures change?",
        "Esimerkiksi uusi tietovaranto, uusi yhteys toiseen viranomaiseen tai uusi säilytysaika.",
        "Till exempel ett nytt informationslager, en ny förbindelse till en annan myndighet eller en "
        "ny förvaringstid.",
        "For instance a new data resource, a new connection to another authority, a new retention "
        "period.",
    ),
    (
        "s4", "screen", "", "5 § 2–3 mom.", "model:system",
        "Päättyykö jonkin tietojärjestelmän tai palvelun käyttö?",
        "Tas något informationssystem eller någon tjänst ur bruk?",
        "Is an information system or a service ended?",
        "Tietojen siirto, arkistointi ja tuhoaminen on silloin suunniteltava.",
        "Då ska överföringen, arkiveringen och förstöringen av informationen planeras.",
        "Moving, archiving and destroying its data then has to be planned.",
    ),
    (
        "p1", "beside", "", "EU 2016/679, 35 art.", "action:dpia",
        "Käsitelläänkö henkilötietoja?",
        "Behandlas personuppgifter?",
        "Is personal data processed?",
        "Tietosuojaa koskevasta vaikutustenarvioinnista säädetään erikseen.",
        "Om konsekvensbedömning avseende dataskydd föreskrivs särskilt.",
        "The data protection impact assessment is regulated separately.",
    ),
    (
        "p2", "beside", "", "28 a–28 g §", "action:automation",
        "Tehdäänkö asioita ratkaisevia päätöksiä automaattisesti?",
        "Fattas beslut som avgör ärenden automatiskt?",
        "Are decisions that settle cases made automatically?",
        "Käyttöönotosta tehdään oma ratkaisunsa (28 d §), joka julkaistaan.",
        "Om ibruktagandet fattas ett särskilt beslut (28 d §) som publiceras.",
        "Introduction takes a decision of its own (section 28 d), which is published.",
    ),
    (
        "p3", "beside", "", "124/2025", "",
        "Koskeeko hanke vesihuoltoa, energiaa, jätehuoltoa, satamaa tai muuta "
        "kyberturvallisuuslain toimialaa?",
        "Gäller projektet vattentjänster, energi, avfall, hamnar eller någon annan sektor i "
        "cybersäkerhetslagen?",
        "Does it concern water, energy, waste, ports or another sector of the cyber security act?",
        "", "", "",
    ),
    (
        "p4", "beside", "", "EU 2024/1689", "",
        "Käytetäänkö tekoälyä tehtävässä, jossa sen riski voi olla suuri?",
        "Används artificiell intelligens i en uppgift där risken kan vara hög?",
        "Is artificial intelligence used in a task where its risk may be high?",
        "Esimerkiksi valinnat koulutukseen, työhön tai etuuksiin.",
        "Till exempel urval till utbildning, arbete eller förmåner.",
        "For instance choosing people for education, work or benefits.",
    ),
]  # fmt: skip
GUIDES = [
    ("economy", "ec1", "", "", "Hankinta tai sopimus muuttuu", "Upphandlingen eller avtalet "
     "förändras", "Procurement or a contract changes", "action:procurement"),
    ("economy", "ec2", "", "", "Työaikaa säästyy tai tarvitaan lisää", "Arbetstid sparas eller mer "
     "behövs", "Working time is saved, or more is needed", ""),
    ("function", "fu1", "", "", "Asukkaiden asiointi muuttuu", "Invånarnas ärendehantering "
     "förändras", "What residents do changes", ""),
    ("function", "fu2", "", "", "Henkilöstön työ muuttuu", "Personalens arbete förändras",
     "The work of staff changes", "action:training"),
    ("organising", "4.1", "4 § 2 mom. 1 k.", "", "Vastuut tiedoista, järjestelmistä tai "
     "rekisteröinnistä muuttuvat", "Ansvaret för information, system eller registrering förändras",
     "Who answers for data, systems or registering changes", "model:process"),
    ("organising", "4.2", "4 § 2 mom. 2 k.", "", "Ohjeita on uusittava", "Anvisningar måste förnyas",
     "Instructions have to be renewed", "action:instruction"),
    ("organising", "4.3", "4 § 2 mom. 3 k.", "", "Henkilöstöä on koulutettava", "Personalen måste "
     "utbildas", "Staff has to be trained", "action:training"),
    ("organising", "4.5", "4 § 2 mom. 5 k.", "", "Valvonta on järjestettävä uudelleen",
     "Tillsynen måste ordnas på nytt", "Supervision has to be arranged anew", ""),
    ("security", "12", "12 §", "", "Tehtäviä, jotka vaativat erityistä luotettavuutta",
     "Uppgifter som kräver särskild tillförlitlighet", "Tasks that need special reliability", ""),
    ("security", "13", "13 §", "", "Riskejä on arvioitava tai järjestelmää testattava",
     "Risker måste bedömas eller systemet testas", "Risks have to be assessed, or the system tested",
     "action:security"),
    ("security", "13.4", "13 § 4 mom.", "", "Hankinnassa asetetaan tietoturvavaatimuksia",
     "I upphandlingen ställs krav på informationssäkerhet", "Procurement sets security requirements",
     "action:procurement"),
    ("security", "13a", "13 a §", "", "Jatkuvuus ja häiriöistä kertominen muuttuvat",
     "Kontinuiteten och informationen om störningar förändras", "Continuity, and who is told of "
     "disruptions, changes", ""),
    ("security", "14", "14 §", "", "Salassa pidettävää tietoa siirretään verkossa",
     "Sekretessbelagd information överförs i nätet", "Secret data is moved over a network",
     "model:security"),
    ("security", "16", "16 §", "", "Käyttöoikeudet muuttuvat", "Användarrättigheterna förändras",
     "Access rights change", "model:security"),
    ("security", "17", "17 §", "", "Lokitietoja on kerättävä uudella tavalla", "Logginformation "
     "måste samlas in på ett nytt sätt", "Log data has to be collected in a new way",
     "model:security"),
    ("data", "19", "19 §", "", "Aineistoa muutetaan sähköiseksi", "Material omvandlas till "
     "elektronisk form", "Material becomes electronic", "model:data_set"),
    ("data", "20", "20 §", "", "Tietoja saadaan toiselta viranomaiselta", "Information fås av en "
     "annan myndighet", "Data is got from another authority", "model:interface"),
    ("data", "21", "21 §", "", "Säilytysaika, arkistointi tai tuhoaminen muuttuu",
     "Förvaringstiden, arkiveringen eller förstöringen förändras", "Retention, archiving or "
     "destruction changes", "model:data_set"),
    ("data", "22", "22 §", "", "Rajapinta toiseen viranomaiseen", "Ett gränssnitt till en annan "
     "myndighet", "An interface to another authority", "model:interface"),
    ("data", "23", "23 §", "", "Katseluyhteys toiselle viranomaiselle", "En elektronisk förbindelse "
     "för en annan myndighet", "A viewing connection for another authority", "model:interface"),
    ("data", "24", "24–24 b §", "", "Tietoja luovutetaan muille tai avoimena", "Information lämnas "
     "ut till andra eller som öppna data", "Data is disclosed to others or as open data",
     "model:interface"),
    ("case_management", "25", "25–26 §", "", "Asioita rekisteröidään uudessa paikassa tai uudella "
     "tavalla", "Ärenden registreras på ett nytt ställe eller på ett nytt sätt", "Cases are "
     "registered in a new place or way", "action:register"),
    ("case_management", "27", "27 §", "", "Asiakkaan tiedot tallennetaan uudella tavalla",
     "Kundens uppgifter lagras på ett nytt sätt", "Customer data is recorded in a new way", ""),
    ("case_management", "28", "28 §", "", "Kuvausta asiakirjajulkisuuden toteuttamiseksi on "
     "päivitettävä", "Beskrivningen för att genomföra handlingsoffentligheten måste uppdateras",
     "The description of how publicity is put into effect needs an update", "action:publicity"),
    ("publicity", "pu1", "621/1999", "", "Asiakirjoja tulee julkisiksi tai salassa pidettäviksi",
     "Handlingar blir offentliga eller sekretessbelagda", "Documents become public or secret", ""),
    ("publicity", "13.3", "13 § 3 mom.", "", "Tietopyyntöihin vastataan toisella tavalla",
     "Begäranden om information besvaras på ett annat sätt", "Requests for information are answered "
     "in another way", "action:instruction"),
    ("interoperability", "in1", "5 § 3 mom.", "", "Moninkertainen tietojen kerääminen päättyy",
     "Mångdubbel insamling av information upphör", "Collecting the same data several times ends",
     ""),
    ("interoperability", "in2", "5 § 3 mom.", "", "Tiedon merkitys on sovittava järjestelmien "
     "välillä", "Informationens betydelse måste avtalas mellan systemen", "The meaning of data has "
     "to be agreed between systems", "model:resource"),
]  # fmt: skip


def fill(apps, schema_editor):
    sets = apps.get_model("impact_assessments", "QuestionSet").objects
    if sets.filter(number=1).exists():
        return
    now = timezone.now().replace(microsecond=0)  # a dump as JSON keeps no more
    first = sets.create(number=1, name="906/2019", valid_from="2020-01-01", published_at=now)
    Question = apps.get_model("impact_assessments", "Question")
    rows = [dict(zip(NAMES, values, strict=True)) for values in QUESTIONS]
    for part, code, law, _help, fi, sv, en, leads_to in GUIDES:
        texts = {"text_fi": fi, "text_sv": sv, "text_en": en, "leads_to": leads_to}
        rows.append({"code": code, "kind": "guide", "part": part, "law": law, **texts})
    Question.objects.bulk_create(
        Question(question_set=first, position=place, **row) for place, row in enumerate(rows, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("impact_assessments", "0005_assessments_as_data")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
