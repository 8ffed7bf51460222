"""Checks of what a school types about a guardian."""

from wtforms import Field, Form, ValidationError

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.roster.values import read_mail, read_phone


def mail(_form: Form, field: Field) -> None:
    """Refuse what is not one mail address; one in full width is written in half width."""
    if not field.data:
        return
    try:
        field.data = read_mail(field.data)
    except DomainError as error:
        raise ValidationError(message("youth.error.mail")) from error


def phone(_form: Form, field: Field) -> None:
    """Refuse what is no telephone number; one in full width is written in half width."""
    if not field.data:
        return
    try:
        field.data, _ = read_phone(field.data)
    except DomainError as error:
        raise ValidationError(error.sentence) from error
