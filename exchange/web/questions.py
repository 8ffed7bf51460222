"""Forms that an address fills: the filters of a list."""

from collections.abc import Mapping
from typing import Final, TypeVar
from uuid import UUID

from flask import request
from wtforms import Field, HiddenField, SelectField, ValidationError

from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.web.addresses import kept_question
from exchange.web.forms import BaseForm

#: What a form carries of itself, which no question holds.
_CARRIED: Final = frozenset({"version"})


Choice = TypeVar("Choice")


def one_asked(name: str, known: Mapping[str, Choice]) -> Choice | None:
    """Return what an address asks for by a word, None where it does not; refuses another word."""
    text = request.args.get(name, "")
    if text and text not in known:
        raise BadRequestError(message("web.form.unknown_question"))
    return known[text] if text else None


class QuestionForm(BaseForm):
    """The filters of a list. What they do not offer is refused: a list never seems narrowed."""

    class Meta(BaseForm.Meta):
        """A question changes nothing: no token."""

        csrf = False

    def validate(self, *arguments: object, **options: object) -> bool:
        """Validate; what no control shows is said of the whole form."""
        accepted = super().validate(*arguments, **options)
        for field in self:
            if field.errors and isinstance(field, SelectField):
                name = field.label.text
                field.errors = [message("web.form.unknown_choice", name=name)]
            elif field.errors and isinstance(field, HiddenField):
                self.form_errors.extend(field.errors)
                field.errors = []
        return accepted

    def ensure(self) -> None:
        """Refuse a question that cannot be answered with a page of its own; for files."""
        if not self.validate():
            raise BadRequestError(message("web.form.unknown_question"))

    def kept(self) -> dict[str, list[str]]:
        """Return what the address asks by this form's own names, for the pager and the files."""
        return kept_question(set(self._fields) - _CARRIED)


def a_key(_form: object, field: Field) -> None:
    """Refuse what is no key of a row."""
    if not field.data:
        return
    try:
        UUID(field.data)
    except ValueError as error:
        raise ValidationError(message("web.form.unknown_key")) from error
