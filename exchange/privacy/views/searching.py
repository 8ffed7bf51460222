"""The look for a pupil by name that erasing and copying begin with."""

from typing import Any

from flask import request

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import note_found
from exchange.privacy.forms import FindForm
from exchange.web.transactions import session
from exchange.youth.queries.erasing import candidates, pupils_matching


def pupils_sought(purpose: Purpose) -> dict[str, Any]:
    """Return what a page shows of it: form, asked, found (a page of pupils) and pupils.

    Every search that found somebody is a line of the log of uses, without its words.
    """
    form = FindForm(request.args)
    text = (form.q.data or "") if form.q.validate(form) else ""
    found = pupils_matching(session(), text)
    if found.rows:
        note_found(purpose)
    return {
        "form": form,
        "asked": text,
        "found": found,
        "pupils": candidates(session(), found.rows),
    }
