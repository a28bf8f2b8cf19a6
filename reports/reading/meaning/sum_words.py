"""The words and signs beside a number that make it a sum of money, and say what it is for."""

from __future__ import annotations

import re

SPACE = "[ \u00a0\u202f\u2009]"
NUMBER = rf"\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)(?:,\d{{1,2}}(?!\d))?|\d{{1,3}}(?:\.\d{{3}})+(?!\d)(?:,\d{{1,2}})?|\d+(?:[.,]\d{{1,2}}(?!\d))?"
MULTIPLE = (
    r"(?P<{0}>M(?=€|\s?eur|e\b)|milj\.?(?:oona[a-zåäö]*|on(?:er)?)?|mn\b|mrd|t(?=€|\s?eur|e\b)|k(?=€|\s?eur)|"
    r"tuhat(?:ta)?|tusen|tn?\b\.?)"
)
EURO = r"(?:€|euroa|euron|euro|eur\b|e(?![\w-]))"
AMOUNT = re.compile(
    rf"(?<![\w.,/%])(?P<sign>(?:€|EUR(?=[\s\d])|euroa?(?=\s\d))\s?)?(?P<low>{NUMBER}){SPACE}*(?:,-)?{SPACE}*"
    rf"{MULTIPLE.format('low_times')}?{SPACE}*{EURO}?"
    rf"(?:\s*(?:–|—|-|−|\.\.\.?|…|/(?=\d)|\btai\b|\beller\b|\btill\b)\s*(?P<high>{NUMBER}))?"
    rf"{SPACE}*(?:,-)?{SPACE}*{MULTIPLE.format('times')}?{SPACE}*(?P<euro>{EURO})?",
    re.IGNORECASE,
)
YEAR = r"(?:v\.?(?![\w])|vuosi\b|vuodessa|vuosittain|vuotta kohti|vuotta kohden|vuos\b|year\b|a\b(?!lv)|p\.?\s?a\b|år(?:et|ligen)?\b|per år)"
MONTH = (
    r"(?:month\b|kk\b\.?|kuukausi\b|kuukaudessa|kuukausittain|kuussa|mån(?:ad|aden|atligen)?\b\.?)"
)
VAT_WORD = r"(?:alv|a\.?l\.?v\.?|arvonlisävero\w*|moms\w*|mervärdesskatt\w*|vat)"
EXCLUDED = re.compile(
    rf"\+\s*\(?{VAT_WORD}|{VAT_WORD}\.?\s*0(?![.,]?[1-9])\s*%?|(?:ilman|exkl\.?|exklusive|excl\.?|excluding|without|utan|ei sis(?:\.|ällä|ältäen)?)"
    rf"\s*{VAT_WORD}|{VAT_WORD}\s+(?:ei sisälly|lisätään|tillkommer|ingår inte|not included|excluded)|\bveroton|\bverotta\b|"
    rf"(?:lisäksi|plus)\s+{VAT_WORD}|\bskattefri",
    re.IGNORECASE,
)
INCLUDED = re.compile(
    rf"(?:sis\.?|sisältää|sisältäen|sisältyy|sisältävä|inkl\.?|inklusive|incl\.?|including|inkluderar|mukaan lukien)\s*(?:myös\s*)?{VAT_WORD}|"
    rf"{VAT_WORD}\s+(?:sisältyy|mukana|included|ingår\b(?! inte))|\bverollinen|\bverollisena",
    re.IGNORECASE,
)
INCOME = re.compile(
    r"(?:\b(?:säästö\w*|\w+säästö\w*|säästää|säästyy|säästetään|(?:kustannukset|menot|kulut) (?:laske|vähene|pienene)\w*|tulo(?:t|ja|a)\b|avustu\w*|valtionavustu\w*|valtionosuu\w*|tuki\b|"
    r"hankerahoitu\w*|ulkopuoli\w* rahoitu\w*|eu-rahoitu\w*|inbesparing\w*|besparing\w*|statsbidrag\w*|bidrag\w*|"
    r"intäkt\w*|spar(?:ar|as)\b|kostnaderna (?:minskar|sjunker))[^.;\n]{0,40}|(?:^|[\s:(])[-−–]\s?)$",
    re.IGNORECASE,
)
# "5 000 € (säästö vuodessa)", "3 000 € säästöä".
INCOME_AFTER = re.compile(
    r"[\s(,–-]*(?:vuosittainen |arvioitu |vuodessa |årlig )?(?:\w*säästö\w*|säästyy|säästetään|inbesparing\w*|besparing\w*)",
    re.IGNORECASE,
)
PART_OF = re.compile(r"\b(?:josta|joista|siitä|sisältäen|varav|därav|av vilka)\b", re.IGNORECASE)
TOTAL = re.compile(
    r"\b(?:yht(?:eensä|\.)|kokonaiskustannu\w*|kaikkiaan|summa|totalt|sammanlagt|inalles|total(?:kostnad|t)?|kokonaissumma)\b[^.;\n]{0,40}$",
    re.I,
)
AT_MOST = re.compile(
    r"\b(?:enintään|korkeintaan|<|max(?:imissaan|\.)?|alle|högst|maximalt|under)\s*$", re.IGNORECASE
)
YEARLY = re.compile(
    r"(?:vuosi(?:kustannu|maksu|kulu|hin|meno|lisenssi|laskutu)|vuosittai|vuotui|vuodessa|per vuosi|årlig|årskostnad|årsavgift|årsutgift)\w*[^.;\n]{0,60}$",
    re.IGNORECASE,
)
MONTHLY = re.compile(
    r"(?:kuukausi(?:maksu|hin|kustannu|kulu|laskutu|veloitu)|kuukausittai|kk-maksu|månadsavgift|månadskostnad|månatlig)\w*"
    r"[^.;\n]{0,60}$",
    re.IGNORECASE,
)
RECURRING = re.compile(
    r"(?:jatkuv|toistuv|löpande|återkommande|ylläpito|lisenssimaksu)\w*[^.;\n]{0,60}$", re.I
)
YEARS = re.compile(r"0*(?:19|20|21)\d\d")
# What numbers count that are no sums.
OTHER_UNITS = re.compile(
    r"\s*(?:%|prosent|procent|kpl|htp|htv|htkk|henk|hlö|st\b|person|tunti|h\b|päiv|käyttäj|oppila)",
    re.IGNORECASE,
)
PERIOD_BEGINS = re.compile(
    r"\s*(?:/|per\b|a (?:year|month)\b|vuode|vuositt|kuuka|kk\b|om året|i året|årlig|i månad|månatl)",
    re.IGNORECASE,
)
