"""The form of a person's own feed."""

from collections.abc import Sequence

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.calendars.services import FeedChoice
from exchange.core.entries import EntryKind
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import label, message
from exchange.partners.models import Partner
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
        )
