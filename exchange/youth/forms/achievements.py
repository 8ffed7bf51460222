"""The form of an achievement."""

from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.fields.choices import enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.messages import label, message
from exchange.web.fields import UNCHOSEN, PartialDateField
from exchange.web.forms import KeyedForm
from exchange.youth.enums.journeys import AchievementKind
from exchange.youth.services.achieving import AchievementDetails


class AchievementForm(KeyedForm):
    """An achievement, and the consent to keep it."""

    kind = SelectField(
        message("youth.achievement.field.kind"),
        [InputRequired()],
        choices=(UNCHOSEN, *enum_choices(AchievementKind, label=label)),
    )
    title = StringField(
        message("youth.achievement.field.title"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.achievement.hint.title")},
    )
    happened = PartialDateField(
        message("youth.achievement.field.happened"),
        [InputRequired()],
        render_kw={"hint": message("youth.achievement.hint.happened")},
    )
    source = StringField(message("youth.achievement.field.source"), [Length(max=300)])
    consented_by = StringField(
        message("youth.achievement.field.consented_by"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.achievement.hint.consented_by")},
    )
    consented_on = DateField(message("youth.achievement.field.consented_on"), [InputRequired()])
    ends_on = DateField(
        message("youth.achievement.field.ends_on"),
        [InputRequired()],
        render_kw={"hint": message("youth.achievement.hint.ends_on")},
    )
    is_public = BooleanField(
        message("youth.achievement.field.is_public"),
        render_kw={"hint": message("youth.achievement.hint.is_public")},
    )

    @property
    def details(self) -> AchievementDetails:
        """The achievement as typed."""
        return AchievementDetails(
            kind=AchievementKind(self.kind.data),
            title=self.title.data,
            happened=self.happened.data,
            consented_by=self.consented_by.data,
            consented_on=self.consented_on.data,
            ends_on=self.ends_on.data,
            source=self.source.data or "",
            is_public=bool(self.is_public.data),
        )
