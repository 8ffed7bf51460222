"""Links by which a person sets a password: invitations, and those to a new one."""

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.services.passwords import set_password
from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.links import LinkPurpose, find_random
from exchange.core.messages import message


def user_of_link(session: Session, purpose: LinkPurpose, token: str) -> User:
    """Return the user an unused link to a password is for; raises NotFoundError."""
    link = find_random(session, purpose, token)
    user = session.get(User, link.subject_id)
    if link.used_at is not None or user is None or not user.active:
        raise NotFoundError(message("core.error.link"))
    return user


def use_link(session: Session, *, purpose: LinkPurpose, token: str) -> User:
    """Use a link to a password up; raises NotFoundError when it was used before."""
    link = find_random(session, purpose, token)
    session.refresh(link, with_for_update=True)
    user = user_of_link(session, purpose, token)
    link.used_at = clock.machine_now()
    return user


def set_password_by_link(
    session: Session, *, purpose: LinkPurpose, token: str, password_hash: str
) -> User:
    """Set the password by a link, which is then used up; ends older sessions."""
    user = use_link(session, purpose=purpose, token=token)
    set_password(session, user=user, password_hash=password_hash)
    return user
