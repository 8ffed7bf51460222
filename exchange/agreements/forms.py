"""The form that adopts waiting claims."""

from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Length

from exchange.core.messages import message
from exchange.web.forms import BaseForm


class AdoptForm(BaseForm):
    """Which claims to adopt, and one reason for all of them."""

    claims = SelectMultipleField(
        message("agreements.field.claims"), choices=[], render_kw={"boxes": True}
    )
    reason = TextAreaField(
        message("agreements.field.reason"),
        validators=[Length(max=500)],
        render_kw={"hint": message("agreements.hint.reason")},
    )
