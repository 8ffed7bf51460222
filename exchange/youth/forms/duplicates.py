"""Forms of pupils who may be one child: the decision, and taking a merge back."""

from typing import Final

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.messages import label, message
from exchange.web.forms import BaseForm
from exchange.youth.enums import DuplicateAnswer, DuplicateState
from exchange.youth.services.duplicates import Verdict

#: What each answer makes of the pair.
_STATES: Final = {
    DuplicateAnswer.DIFFERENT: DuplicateState.DIFFERENT,
    DuplicateAnswer.SAME: DuplicateState.SAME,
    DuplicateAnswer.KEEP_FIRST: DuplicateState.MERGED,
    DuplicateAnswer.KEEP_SECOND: DuplicateState.MERGED,
}


class DuplicateForm(BaseForm):
    """Decide about two pupils, with the reason."""

    answer = RadioField(
        message("youth.duplicate.field.answer"),
        [InputRequired()],
        choices=enum_choices(DuplicateAnswer, label=label),
    )
    reason = TextAreaField(
        message("youth.duplicate.field.reason"),
        [DataRequired(), Length(max=500)],
        render_kw={"hint": message("youth.duplicate.hint.reason")},
    )

    @property
    def verdict(self) -> Verdict:
        """The decision as given."""
        state = _STATES[DuplicateAnswer(self.answer.data)]
        return Verdict(state, self.reason.data, self.row_version)
