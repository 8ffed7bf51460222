"""What a subscriber may ask for, how its address is read, and how it is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from exchange.calendars.enums import Reminder
from exchange.core.entries import Audience, CalendarEntry, EntryKind
from exchange.core.errors import BadRequestError
from exchange.core.hosts import is_this_machine
from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import message
from exchange.core.permissions import Actor

PUBLIC_KINDS: Final = (
    EntryKind.ANNIVERSARY,
    EntryKind.CELEBRATION,
    EntryKind.REGISTRATION,
    EntryKind.VISIT,
)
#: What `kinds` may name; visits come along with celebrations in the whole calendar.
CHOOSABLE_KINDS: Final = (EntryKind.ANNIVERSARY, EntryKind.CELEBRATION, EntryKind.REGISTRATION)
_FEED: Final = "/feeds/anniversaries.ics"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose own feed is asked for: what it holds is what this person may see now."""

    feed_id: UUID
    #: What the person calls the feed.
    name: str
    actor: Actor
    #: Changes whenever pupils do: their names are kept out of the feed.
    stamp: str

    @property
    def audience(self) -> Audience:
        """Under which audience the feed's revisions are remembered."""
        return Audience.STAFF if self.actor.school_id is None else Audience.SCHOOL

    @property
    def viewpoint(self) -> str:
        """What makes the feed another one when it changes."""
        seen = (self.name, self.actor.role, self.actor.school_id, self.actor.section, self.stamp)
        return "|".join(str(part) for part in seen)


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """What a subscriber asks for; empty sets mean everything."""

    language: str = "ja"
    partners: frozenset[str] = frozenset()
    kinds: frozenset[EntryKind] = frozenset()
    milestones: bool = False
    months_as_span: bool = False
    one_time: bool = False
    #: None for the public feed.
    holder: Holder | None = None
    #: Only where it was asked for; a public feed wakes nobody.
    reminder: Reminder | None = None

    @property
    def key(self) -> str:
        """Name the feed among the kept ones."""
        return "|".join(
            (
                *(("feed", str(self.holder.feed_id)) if self.holder else ()),
                self.language,
                ",".join(sorted(self.partners)),
                ",".join(sorted(self.kinds)),
                "milestones" if self.milestones else "",
                "span" if self.months_as_span else "",
                "once" if self.one_time else "",
                *((self.reminder,) if self.reminder else ()),
            )
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """The parameters of the feed's address, without those that say nothing new."""
        told = {
            "lang": self.language,
            "partner": sorted(self.partners),
            "kinds": ",".join(sorted(self.kinds)),
            "milestones": "1" if self.milestones else "",
            "months": "span" if self.months_as_span else "",
        }
        return {name: value for name, value in told.items() if value}

    def wants(self, entry: CalendarEntry) -> bool:
        """Say whether an entry belongs to the feed; of demo entries and tasks only one's own do."""
        return (
            self._may_hold(entry)
            and self._concerns(entry)
            and (not self.kinds or entry.kind in self.kinds)
            and (not self.milestones or entry.milestone)
        )

    def _may_hold(self, entry: CalendarEntry) -> bool:
        if self.holder is None:
            return not entry.is_demo
        return entry.kind is not EntryKind.TASK or entry.assignee == self.holder.actor.user_id

    def _concerns(self, entry: CalendarEntry) -> bool:
        """A task concerns its person, whatever partners were chosen."""
        if not self.partners or entry.kind is EntryKind.TASK:
            return True
        return not self.partners.isdisjoint(entry.partners)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Addresses of a feed: what a button opens, what is copied by hand, and its file."""

    button: str
    plain: str
    download: str


def read_request(
    arguments: Mapping[str, Sequence[str]], *, known_partners: Iterable[str] | None
) -> FeedRequest:
    """Read the parameters of a feed's address; None leaves the partners to be checked later.

    Raises BadRequestError, naming the parameter, for any value that is not known.
    """
    known = None if known_partners is None else set(known_partners)
    return FeedRequest(
        language=_one_of(arguments, "lang", FEED_LANGUAGES, "ja"),
        partners=frozenset(_each_of(arguments, "partner", known)),
        kinds=frozenset(
            EntryKind(kind) for kind in _each_of(arguments, "kinds", set(CHOOSABLE_KINDS))
        ),
        milestones=_one_of(arguments, "milestones", ("0", "1"), "0") == "1",
        months_as_span=_one_of(arguments, "months", ("first", "span"), "first") == "span",
        one_time=_one_of(arguments, "download", ("0", "1"), "0") == "1",
    )


def subscribing(base_url: str, arguments: Mapping[str, str | Sequence[str]]) -> Subscription:
    """Return the addresses of the anniversaries' feed with these parameters."""
    once = urlencode({**arguments, "download": "1"}, doseq=True)
    found = addresses(base_url, f"{_FEED}?{urlencode(arguments, doseq=True)}")
    return replace(found, download=f"{base_url}{_FEED}?{once}")


def addresses(base_url: str, path: str) -> Subscription:
    """Return the addresses of a feed: to be opened, to be copied, to be fetched once.

    A calendar elsewhere cannot reach this machine's own address, so that one stays plain http.
    """
    plain = base_url + path
    if is_this_machine(urlsplit(base_url).hostname or ""):
        return Subscription(plain, plain, plain)
    return Subscription(f"webcal://{plain.partition('://')[2]}", plain, plain)


def _one_of(
    arguments: Mapping[str, Sequence[str]], name: str, allowed: Iterable[str], default: str
) -> str:
    values = _each_of(arguments, name, set(allowed))
    if len(values) > 1:
        raise BadRequestError(message("calendars.error.repeated", name=name))
    return values[0] if values else default


def _each_of(
    arguments: Mapping[str, Sequence[str]], name: str, allowed: set[str] | None
) -> Sequence[str]:
    """Return the values of a parameter, repeated or separated by commas; None allows any."""
    values = [part for text in arguments.get(name, ()) for part in text.split(",") if part]
    if allowed is None:
        return values
    for value in values:
        if value not in allowed:
            raise BadRequestError(
                message(
                    "calendars.error.unknown_value",
                    name=name,
                    value=value[:40],
                    known=", ".join(sorted(allowed)),
                )
            )
    return values
