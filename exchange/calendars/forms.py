"""The forms of a person's own feed, and of dates taken in from elsewhere."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.calendars.enums import Intake, Reminder
from exchange.calendars.services import FeedChoice
from exchange.core.entries import EntryKind
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import label, message
from exchange.partners.models import Partner
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import KeyedForm


class PrivateFeedForm(KeyedForm):
    """What a feed of one's own is called and holds."""

    name = StringField(
        message("calendars.field.name"),
        [DataRequired(), Length(max=100)],
        render_kw={"hint": message("calendars.hint.name")},
    )
    kinds = SelectMultipleField(
        message("calendars.field.kinds"), [InputRequired()], render_kw={"boxes": True}
    )
    partners = SelectMultipleField(
        message("calendars.field.partners"),
        render_kw={"boxes": True, "hint": message("calendars.hint.partners")},
    )
    language = SelectField(
        message("calendars.field.language"),
        [InputRequired()],
        choices=[SelectChoice(tag.value, OWN_NAMES[tag.value]) for tag in Language],
    )

    reminder = SelectField(
        message("calendars.field.reminder"),
        default="",
        choices=[
            SelectChoice("", message("calendars.choice.no_reminder")),
            *enum_choices(Reminder, label=label),
        ],
        render_kw={"hint": message("calendars.hint.reminder")},
    )

    def offer(self, kinds: Sequence[EntryKind], partners: Sequence[Partner]) -> None:
        """Offer what the person may see, and every partner."""
        self.kinds.choices = [SelectChoice(kind.value, label(kind)) for kind in kinds]
        self.partners.choices = [SelectChoice(each.slug, each.names) for each in partners]

    @property
    def choice(self) -> FeedChoice:
        """What was chosen, for the service."""
        return FeedChoice(
            name=self.name.data,
            language=self.language.data,
            kinds=tuple(map(EntryKind, self.kinds.data)),
            partners=tuple(self.partners.data or ()),
            reminder=Reminder(self.reminder.data) if self.reminder.data else None,
        )


class IntakeForm(KeyedForm):
    """Dates from elsewhere: whose, as what, from where, in a file or in lines."""

    partner = SelectField(message("calendars.field.partner"), [InputRequired()])
    intake = SelectField(
        message("calendars.field.intake"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(Intake, label=label)],
    )
    source = StringField(
        message("calendars.field.source"),
        [DataRequired(), Length(max=100)],
        render_kw={"hint": message("calendars.hint.source")},
    )
    file = FileField(
        message("calendars.field.file"),
        render_kw={"accept": ".ics,text/calendar", "hint": message("calendars.hint.file")},
    )
    text = TextAreaField(
        message("calendars.field.lines"),
        [Length(max=100_000)],
        render_kw={"rows": 8, "hint": message("calendars.hint.lines")},
    )

    def offer(self, partners: Sequence[Partner]) -> None:
        """Offer every partner; none is chosen beforehand."""
        offered = (SelectChoice(each.slug, each.names) for each in partners)
        self.partner.choices = [UNCHOSEN, *offered]


class ConfirmIntakeForm(IntakeForm):
    """What was looked at: carried along, not typed again."""

    file = None
