"""What is typed into an address or a search, cut to what the service looks for.

Cost follows what is asked, so each kind has a bound where it comes in: the words of a question,
the key of a row, the address to go on to.
"""

from __future__ import annotations

import re
from typing import cast

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext

LONGEST_QUESTION, MOST_WORDS = 200, 8  # characters and words of a question
MOST_NAMED = 3  # values that were not understood and are named; of others only how many
LONGEST_CARRIED, LONGEST_VALUES = 4000, 1000  # characters of an address, of one name in it
KEY = re.compile(r"\d{1,18}", re.ASCII)  # what a column of 64 bits holds


def search_words(text: str) -> str:
    """The words that a search looks for: one space between them, no control characters."""
    printable = "".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST_QUESTION])
    words = " ".join(printable.split())[:LONGEST_QUESTION].split()
    return " ".join(words[:MOST_WORDS])


def one_line(text: str) -> str:
    """One line of signs that can be read and stored."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def is_cut_short(text: str) -> bool:
    """Whether `search_words` leaves out something of what was typed."""
    words = text.split()
    return len(words) > MOST_WORDS or len(" ".join(words)) > LONGEST_QUESTION


def is_key(text: str) -> bool:
    """Whether the text can be the number of a row."""
    return bool(KEY.fullmatch(text))


def key_of(text: str) -> int:
    """The number of a row; 0, which no row has, where the text is none."""
    return int(text) if is_key(text) else 0


def shortened(values: list[str]) -> str:
    """The first values in words: `a, b, c … (12)`; each is cut at 40 characters."""
    first = ", ".join(each[:40] for each in values[:MOST_NAMED])
    return first + (f" … ({len(values)})" if len(values) > MOST_NAMED else "")


def unknown_values(label: str, values: list[str]) -> str:
    text = gettext("%(field)s: left out what is not known: %(values)s.")
    return text % {"field": label, "values": shortened(values)}


def rejected_values(form: BaseForm) -> list[str]:
    """What an address asks that its form does not take, each with the sentence at its field."""
    query = cast(QueryDict, form.data)
    notes = []
    for name, errors in form.errors.items():
        sentence = unknown_values(str(form.fields[name].label), query.getlist(name))
        notes.append(f"{sentence} {' '.join(map(str, errors))}")
    return notes


def carried_query(query: QueryDict) -> QueryDict:
    """What a page's links take along of its address: of a long one without what no page makes.

    Every link of a list repeats the address, so that its page would grow with its square.
    """
    carried_on = query.copy()
    if len(query.urlencode()) > LONGEST_CARRIED:
        for name, values in query.lists():
            if sum(map(len, values)) > LONGEST_VALUES:
                carried_on.pop(name)
    return carried_on


def next_address(request: HttpRequest, otherwise: str) -> str:
    """The address on this site that the form, or its page's own address, names as `next`; else
    another.

    Only what begins with a slash: `redirect()` would take a bare word for the name of a view.
    """
    address = request.POST.get("next") or request.GET.get("next", "")
    own = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if own else otherwise


def with_next(link: str, back: str) -> str:
    """The link to a form that leads back to another page of this site (`next_address`)."""
    address, hash_, place = link.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({'next': back})}{hash_}{place}"
