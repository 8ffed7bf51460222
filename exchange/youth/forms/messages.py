"""Forms of the thread between the division and a school."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from exchange.core.messages import message
from exchange.core.translate import show
from exchange.web import languages
from exchange.web.forms import KeyedForm
from exchange.youth.models import Edition, School
from exchange.youth.services.messages import Note


class AnswerForm(KeyedForm):
    """Write into a thread."""

    text = TextAreaField(message("youth.message.field.text"), [DataRequired(), Length(max=2000)])

    @property
    def note(self) -> Note:
        """What was typed."""
        return Note(self.text.data, key=self.row_key)


class WriteForm(AnswerForm):
    """Write to one school, to several, or to every school of an edition."""

    edition_id = SelectField(
        message("youth.message.field.edition"),
        choices=[],
        render_kw={"hint": message("youth.message.hint.edition")},
    )
    schools = SelectMultipleField(
        message("youth.message.field.schools"),
        choices=[],
        render_kw={"boxes": True, "hint": message("youth.message.hint.schools")},
    )

    def offer(self, schools: Sequence[School], editions: Sequence[Edition]) -> "WriteForm":
        """Offer the schools and the editions that can be written about."""
        language = languages.current()
        self.schools.choices = [SelectChoice(str(each.id), each.name) for each in schools]
        self.edition_id.choices = [
            SelectChoice("", message("youth.message.choice.no_edition")),
            *(SelectChoice(str(each.id), show(each.title, language)) for each in editions),
        ]
        return self

    @property
    def school_ids(self) -> list[UUID]:
        """The schools that were ticked."""
        return [UUID(key) for key in self.schools.data or ()]

    @property
    def chosen_edition(self) -> UUID | None:
        """The edition it is about."""
        return UUID(self.edition_id.data) if self.edition_id.data else None

    @property
    def note(self) -> Note:
        """What was typed, about which edition."""
        return Note(self.text.data, self.chosen_edition, self.row_key)
