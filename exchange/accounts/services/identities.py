"""Verbs on who an account's person is in the city's directory."""

from sqlalchemy.orm import Session

from config import Directory
from exchange.accounts.models import DirectoryIdentity, User
from exchange.accounts.queries import identity_of, user_by_email
from exchange.accounts.rules import plain_address
from exchange.accounts.services.password_links import use_link, user_of_link
from exchange.accounts.services.sessions import end_sessions
from exchange.accounts.single_sign_on import Identity, ensure_bindable, name_of
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import LinkPurpose, Target, live_links, revoke
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


def bindable_user(
    session: Session, *, directory: Directory, identity: Identity, invitation: str | None
) -> User:
    """Return the account an identity may be bound to, by its address; raises DomainError.

    An invitation is for one account: an identity of another address is not bound by it.
    """
    invited = user_of_link(session, LinkPurpose.INVITATION, invitation) if invitation else None
    found = _user_of(session, identity)
    if invited is not None and found is not invited:
        raise DomainError(message("accounts.error.directory_invited", name=name_of(directory)))
    user = ensure_bindable(identity, found, directory=directory, invited=invited is not None)
    if identity_of(session, user.id, issuer=identity.issuer) is not None:
        raise DomainError(message("accounts.error.account_bound"))
    return user


def bind_identity(
    session: Session, *, directory: Directory, identity: Identity, invitation: str | None
) -> User:
    """Bind an identity to the account of its address, once; an invitation is used up by it.

    Raises DomainError when either is bound already.
    """
    user = bindable_user(session, directory=directory, identity=identity, invitation=invitation)
    if invitation:
        use_link(session, purpose=LinkPurpose.INVITATION, token=invitation)
        end_sessions(session, user_id=user.id)
    for link in live_links(session, Target(LinkPurpose.INVITATION, "user", user.id)):
        revoke(link)
    values = {"issuer": identity.issuer, "subject": identity.subject}
    session.add(DirectoryIdentity(user_id=user.id, **values))
    record(
        session,
        actor=user.as_actor(),
        act="accounts.bind_identity",
        subject=Subject("user", user.id),
        changes=created(values),
    )
    flush(session)
    return user


def end_identity(session: Session, *, actor: Actor, user: User, issuer: str) -> None:
    """End the binding of an account, so that another person of the directory can take it up.

    Ends the account's sessions too. Raises NotFoundError when there is none.
    """
    found = identity_of(session, user.id, issuer=issuer)
    if found is None:
        raise NotFoundError
    found.ended_at = clock.machine_now()
    end_sessions(session, user_id=user.id)
    record(
        session,
        actor=actor,
        act="accounts.end_identity",
        subject=Subject("user", user.id),
        changes={"issuer": (found.issuer, None), "subject": (found.subject, None)},
    )
    flush(session)


def _user_of(session: Session, identity: Identity) -> User | None:
    """Return the active account of an identity's address."""
    if identity.email is None:
        return None
    try:
        user = user_by_email(session, plain_address(identity.email))
    except DomainError:  # no address an account could have
        return None
    return user if user is not None and user.active else None
