"""Checks of what a school types about a guardian."""

from wtforms import Field, Form, ValidationError

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.roster.values import read_phone


def mail(_form: Form, field: Field) -> None:
    """Refuse what is no mail address at all."""
    name, _, host = (field.data or "").partition("@")
    if field.data and not (name and "." in host):
        raise ValidationError(message("youth.error.mail"))


def phone(_form: Form, field: Field) -> None:
    """Refuse what is no telephone number; one in full width is written in half width."""
    if not field.data:
        return
    try:
        field.data, _ = read_phone(field.data)
    except DomainError as error:
        raise ValidationError(error.sentence) from error
