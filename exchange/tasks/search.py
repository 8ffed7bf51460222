"""Tasks as hits of the search box."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor
from exchange.tasks.queries import tasks_matching


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the tasks whose title holds the text, for those who work with tasks."""
    if not actor.may("tasks:edit"):
        return ()
    return [
        Hit(
            kind=message("tasks.search.kind"),
            title=task.title,
            path=f"/tasks/{task.id}/edit",
            text=message("tasks.search.due", day=task.due) if task.due else "",
        )
        for task in tasks_matching(session, text, actor)
    ]
