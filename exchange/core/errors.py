"""Every "no" is a typed error with a sentence a clerk can act on and the field it belongs to."""

from collections.abc import Mapping

from exchange.core.messages import Message, message


class DomainError(Exception):
    """A refusal; `field` names the form field it belongs to, None the whole form."""

    status = 422

    def __init__(self, sentence: Message, *, field: str | None = None) -> None:
        super().__init__(sentence.id)
        self.sentence = sentence
        self.field = field


class NotFoundError(DomainError):
    """The thing does not exist, or not for this person."""

    status = 404

    def __init__(self, sentence: Message | None = None) -> None:
        super().__init__(sentence or message("core.error.not_found"))


class GoneError(DomainError):
    """The thing was there once and does not come back."""

    status = 410


class ForbiddenError(DomainError):
    """The person may not do this."""

    status = 403

    def __init__(self, sentence: Message | None = None) -> None:
        super().__init__(sentence or message("core.error.forbidden"))


class BadRequestError(DomainError):
    """The address itself is malformed: an unknown parameter or value."""

    status = 400


class StaleRowError(DomainError):
    """Somebody else changed the row since the form was opened.

    `theirs` holds the row's present values by field name, for the comparison shown with what
    was typed.
    """

    status = 409

    def __init__(self, *, theirs: Mapping[str, object], version: int) -> None:
        super().__init__(message("core.error.stale"))
        self.theirs = theirs
        self.version = version


class BusyError(DomainError):
    """The database stayed busy through every attempt."""

    status = 503

    def __init__(self) -> None:
        super().__init__(message("core.error.busy"))


class AwayError(DomainError):
    """The database does not answer: it is stopped, starting, or cannot be reached."""

    status = 503

    def __init__(self) -> None:
        super().__init__(message("core.error.away"))


class NoRoomError(DomainError):
    """The database can keep nothing more: its disk is full, or fails."""

    status = 503

    def __init__(self) -> None:
        super().__init__(message("core.error.no_room"))


class TransitionError(DomainError):
    """The next-state table does not know this step."""

    status = 409
