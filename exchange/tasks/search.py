"""Tasks as hits of the search box."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor
from exchange.core.printing import day_text
from exchange.tasks.queries import tasks_matching
from exchange.web import languages


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the tasks whose title holds the text, for those who work with tasks."""
    if not actor.may("tasks:edit"):
        return ()
    language = languages.current()
    return [
        Hit(
            kind=message("tasks.search.kind"),
            title=task.title,
            path=f"/tasks/{task.id}/edit",
            text=day_text(task.due, language) if task.due else "",
        )
        for task in tasks_matching(session, text, actor)
    ]
