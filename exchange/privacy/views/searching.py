"""The look for a pupil by name that erasing and copying begin with."""

from typing import Any

from flask import request

from exchange.privacy.forms import FindForm
from exchange.web.transactions import session
from exchange.youth.queries.erasing import candidates, pupils_matching


def pupils_sought() -> dict[str, Any]:
    """Return what a page shows of it: form, asked, found (a page of pupils) and pupils."""
    form = FindForm(request.args)
    text = (form.q.data or "") if form.q.validate(form) else ""
    found = pupils_matching(session(), text)
    return {
        "form": form,
        "asked": text,
        "found": found,
        "pupils": candidates(session(), found.rows),
    }
