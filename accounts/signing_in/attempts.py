"""Wrong passwords, counted in the audit log by account and by where they come from.

Whatever was typed (username, e-mail, other case, blanks) leads to one account and one count. A word
that nobody has is counted just like an account, so that nobody learns which of them exist.
"""

from __future__ import annotations

import datetime
import ipaddress
from dataclasses import dataclass
from enum import Enum

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.signing_in import devices

WINDOW = datetime.timedelta(minutes=15)
# Wrong passwords within the window after which no more are looked at:
FROM_ONE_PLACE = 6  # of one account, from one address, known device, or all sessions of the person
FOR_ONE_ACCOUNT = 60  # from everywhere; devices that the person signed in with before pass
FROM_ONE_ADDRESS = 300  # of all accounts, refused ones too: a whole city may have one address
IN_SESSION = "session"


def person_named(word: str) -> User | None:
    """The person who has this username, or else this e-mail; in one query, whatever was typed."""
    word = word.strip()
    users = User.objects.filter(Q(username__iexact=word) | Q(email__iexact=word))
    exact = [user for user in users if word.lower() in (user.username.lower(), user.email.lower())]
    exact.sort(key=lambda user: user.username.lower() != word.lower())
    return exact[0] if word and exact else None


class Answer(Enum):
    MAY_TRY = "may try"
    REFUSED = "refused"
    NOTHING_MORE = "nothing more"  # a flood: not even the time that the others take


@dataclass(frozen=True)
class Attempt:
    """Somebody tries the password of an account, or of a word that nobody has."""

    request: HttpRequest | None
    user: User | None
    key: str
    place: str

    @classmethod
    def to_sign_in(cls, request: HttpRequest | None, word: str) -> Attempt:
        user = person_named(word)
        if user is None:
            folded = word.strip().casefold()
            key = f"word:{salted_hmac('accounts.attempts', folded).hexdigest()}"
        else:
            key = audit.key_of(user)
        return cls(request, user, key, devices.key_of(request, user) or _network(request))

    @classmethod
    def in_session(cls, request: HttpRequest | None, user: User) -> Attempt:
        return cls(request, user, audit.key_of(user), IN_SESSION)

    def decide(self) -> Answer:
        """Whether the password may still be looked at, by the wrong ones of the last while."""
        tried = (AuditEvent.Event.SIGN_IN_FAILED, AuditEvent.Event.REFUSED)
        recent = AuditEvent.objects.filter(at__gt=timezone.now() - WINDOW, event__in=tried)
        wrong = Q(event=AuditEvent.Event.SIGN_IN_FAILED, about_key=self.key)
        counts = recent.aggregate(
            here=Count("pk", filter=wrong & Q(place=self.place)),
            account=Count("pk", filter=wrong),
            place=Count("pk", filter=Q(place=self.place)),
        )
        if counts["place"] >= FROM_ONE_ADDRESS and self.place != IN_SESSION:
            return Answer.NOTHING_MORE
        stranger = self.place != IN_SESSION and not self.place.startswith(devices.PREFIX)
        if counts["here"] >= FROM_ONE_PLACE or (stranger and counts["account"] >= FOR_ONE_ACCOUNT):
            self._record(AuditEvent.Event.REFUSED)
            return Answer.REFUSED
        return Answer.MAY_TRY

    def failed(self) -> None:
        self._record(AuditEvent.Event.SIGN_IN_FAILED)

    def _record(self, event: str) -> None:
        audit.record(
            event, request=self.request, about=self.user, about_key=self.key, place=self.place
        )


def _network(request: HttpRequest | None) -> str:
    """The address; of IPv6 the part that one customer has (64 bits)."""
    text = audit.address_of(request) if request is not None else ""
    address = ipaddress.ip_address(text) if text else None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return text
