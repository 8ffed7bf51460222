"""Checks of single fields that the forms of several features share."""

from wtforms import Field, Form, ValidationError

from exchange.core.messages import message
from exchange.core.text import is_kana, normalise_kana


def reading(_form: Form, field: Field) -> None:
    """Refuse a reading that is not in kana, for names are put in order by it; widen half width."""
    if not field.data:
        return
    field.data = normalise_kana(field.data)
    if not is_kana(field.data):
        raise ValidationError(message("web.form.not_kana"))
