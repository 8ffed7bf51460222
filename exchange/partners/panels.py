"""What partners show on the pages of people: the posts they hold and held."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.partners.queries import offices_of
from exchange.people.queries import posts_of_person
from exchange.people.rules import in_order, standing


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Offer a person's posts to those who may see people."""
    if subject.kind != "person" or actor is None or not actor.may("members:read"):
        return []
    today, posts = clock.today(), posts_of_person(session, subject.id)
    offices = offices_of(session, posts)
    rows = [
        (post, standing(post, today=today), *offices[post.id])
        for post in in_order(posts, today=today)
    ]
    return [
        Panel(
            id="posts",
            title=message("partners.posts.of_person"),
            template="partners/_person_panel.html",
            context={"rows": rows},
            audience=Audience.STAFF,
            order=20,
        )
    ]
