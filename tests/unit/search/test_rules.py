"""Hits in groups."""

from exchange.core.messages import Message
from exchange.core.offers import Hit
from exchange.search.rules import grouped


def test_hits_are_grouped_by_kind_in_the_order_they_come() -> None:
    visit, task = Message("delegations.search.kind"), Message("tasks.search.kind")
    hits = [Hit(visit, "a", "/a"), Hit(task, "b", "/b"), Hit(visit, "c", "/c")]
    assert [(kind, [hit.title for hit in found]) for kind, found in grouped(hits)] == [
        (visit, ["a", "c"]),
        (task, ["b"]),
    ]
