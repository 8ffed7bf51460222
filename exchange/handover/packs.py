"""A handover pack, as the data its paper is made of."""

from collections.abc import Mapping, Sequence
from datetime import date

from exchange.core.belongings import Item
from exchange.core.messages import Message, label, message
from exchange.handover.enums import LEFT, Opened, OwnedKind
from exchange.handover.models import Handover
from exchange.handover.services import Pack
from exchange.people.models import Post


def paper_of(pack: Pack, *, today: date, last_day: date | None) -> Mapping[str, object]:
    """Return what the pack says; passwords and addresses of links are not in it."""
    plan = pack.handover
    none = message("handover.paper.undecided")
    return {
        "facts": [
            (message("handover.field.leaver"), pack.person.name),
            (message("handover.field.successor_id"), plan.successor.name if plan else none),
            (message("handover.field.last_day"), last_day or none),
            (message("handover.paper.as_of"), today),
        ],
        "words": plan.words if plan else "",
        "words_title": message("handover.field.words"),
        "open_title": message("handover.paper.open"),
        "columns": [
            message("handover.column.title"),
            message("handover.column.state"),
            message("handover.column.due"),
        ],
        "kinds": [
            {"title": label(each.kind), "rows": [_row(item) for item in each.items]}
            for each in pack.holdings
        ],
        "none": message("handover.paper.none"),
        "deadlines_title": message("handover.paper.deadlines"),
        "deadlines": [[item.due, item.title] for item in pack.deadlines],
        "contacts_title": message("handover.paper.contacts"),
        "contact_columns": [
            message("handover.column.name"),
            message("handover.column.post"),
            message("handover.column.contact"),
            message("handover.column.confirmed"),
        ],
        "contacts": [
            {"partner": partner.names, "rows": [_contact(post) for post in posts]}
            for partner, posts in pack.contacts
        ],
        "nobody": message("handover.paper.no_contact"),
        "sign": [message("handover.paper.given"), message("handover.paper.taken")],
    }


def counts_of(handover: Handover) -> Sequence[tuple[Message, int]]:
    """Return what a handover moved and ended, by name, with how many of each."""
    owned = {each.value for each in OwnedKind}
    return [
        (message("handover.nobody.title"), number)
        if name == LEFT
        else (label(OwnedKind(name) if name in owned else Opened(name)), number)
        for name, number in handover.counts.items()
    ]


def _row(item: Item) -> list[object]:
    return [item.title, item.state, item.due or ""]


def _contact(post: Post) -> list[object]:
    return [
        post.person.name.written or post.person.name.passport,
        post.title,
        post.contact,
        post.confirmed or message("handover.paper.unconfirmed"),
    ]
