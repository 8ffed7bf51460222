"""The form of a merge: what kind, how it leaves, what it says in which language."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import label, message
from exchange.delegations.models import Visit
from exchange.letters.enums import LetterKind, MergeChannel
from exchange.letters.models import MailMerge
from exchange.letters.services.merges import MergePlan
from exchange.web import languages
from exchange.web.fields import in_languages, opened, spread, typed_text
from exchange.web.forms import KeyedForm

_LONGEST: Final = 10_000


class MergeForm(KeyedForm):
    """What a person states about a merge."""

    kind = SelectField(
        message("letters.field.kind"),
        [InputRequired()],
        choices=enum_choices(LetterKind, label=label),
    )
    channel = SelectField(
        message("letters.field.channel"),
        [InputRequired()],
        choices=enum_choices(MergeChannel, label=label),
        render_kw={"hint": message("letters.hint.channel")},
    )
    number = StringField(
        message("letters.field.number"),
        [DataRequired(), Length(max=50)],
        render_kw={"example": "国際発第123号", "hint": message("letters.hint.merge_number")},
    )
    day = DateField(
        message("letters.field.letter_day"),
        [InputRequired()],
        render_kw={"hint": message("letters.hint.letter_day")},
    )
    visit_id = SelectField(
        message("letters.field.visit"),
        [Optional()],
        render_kw={"hint": message("letters.hint.merge_visit")},
    )
    title, title_en, title_zh_hant, title_zh_hans, title_ko, title_de, title_fr = in_languages(
        message("letters.field.title"), longest=200, tags=FEED_LANGUAGES
    )
    text, text_en, text_zh_hant, text_zh_hans, text_ko, text_de, text_fr = in_languages(
        message("letters.field.text"), longest=_LONGEST, lines=True, tags=FEED_LANGUAGES
    )
    sender, sender_en, sender_zh_hant, sender_zh_hans, sender_ko, sender_de, sender_fr = (
        in_languages(
            message("letters.field.sender"),
            longest=300,
            lines=True,
            tags=FEED_LANGUAGES,
            hint=message("letters.hint.sender"),
        )
    )

    def offer(self, visits: Sequence[Visit]) -> "MergeForm":
        """Offer the visits it may be about."""
        language = languages.current()
        self.visit_id.choices = [SelectChoice("", message("letters.choice.none"))] + [
            SelectChoice(str(visit.id), f"{visit.starts} {visit.title.in_language(language)}")
            for visit in visits
        ]
        return self

    def plan(self) -> MergePlan:
        """Return what was typed; call it after `validate`."""
        return MergePlan(
            kind=LetterKind(self.kind.data),
            channel=MergeChannel(self.channel.data),
            number=self.number.data,
            day=self.day.data,
            title=typed_text(self, "title"),
            text=typed_text(self, "text"),
            sender=typed_text(self, "sender"),
            visit_id=UUID(self.visit_id.data) if self.visit_id.data else None,
        )


def merge_form(merge: MailMerge) -> MergeForm:
    """Open the form on a draft as it is."""
    values = {**opened(merge), "visit_id": str(merge.visit_id or "")}
    return MergeForm(data=values)


def merge_started_from(merge: MailMerge) -> dict[str, object]:
    """Return what a new merge takes over from an earlier one: its words and who signs."""
    return spread({"title": merge.title, "text": merge.text, "sender": merge.sender})
