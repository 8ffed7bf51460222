"""The form of a school."""

from wtforms import SelectField, StringField
from wtforms.fields.choices import enum_choices
from wtforms.validators import DataRequired, Length, Optional, Regexp

from exchange.core.messages import label, message
from exchange.web.forms import KeyedForm
from exchange.web.validators import reading
from exchange.youth.enums import SchoolLevel
from exchange.youth.services import SchoolDetails


class SchoolForm(KeyedForm):
    """List a school."""

    name = StringField(message("youth.field.school_name"), [DataRequired(), Length(max=200)])
    kana = StringField(
        message("youth.field.school_kana"), [DataRequired(), Length(max=200), reading]
    )
    slug = StringField(
        message("youth.field.school_slug"),
        [
            Optional(),
            Length(max=60),
            Regexp("[a-z0-9]+(-[a-z0-9]+)*$", message=message("youth.error.school_slug")),
        ],
        render_kw={"hint": message("youth.hint.school_slug")},
    )
    level = SelectField(
        message("youth.field.level"), choices=enum_choices(SchoolLevel, label=label)
    )

    @property
    def details(self) -> SchoolDetails:
        """The school as typed."""
        level = SchoolLevel(self.level.data)
        return SchoolDetails(self.name.data, self.kana.data, level, self.slug.data or "")
