"""What is printed about consent: slips with a QR code, and forms to sign by hand."""

import io
from collections.abc import Mapping, Sequence
from typing import Final

import segno

from exchange.core.languages import OWN_NAMES
from exchange.core.messages import label, message
from exchange.core.printing import day_text, range_text
from exchange.core.translate import translate
from exchange.youth.enums import ConsentPurpose
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import ConsentRequest, ConsentText, Edition, Registration
from exchange.youth.services.follow_up_papers import FollowUpPaper

#: What stands at the foot of a form: the pupil's own answer, and where to sign.
_SIGNED: Final = {
    "own": message("youth.consent.answers.own"),
    "own-text": message("youth.consent.own_text"),
    "sign": {
        "guardian": message("youth.consent.form.guardian"),
        "pupil": message("youth.consent.form.pupil"),
        "relation": message("youth.consent.form.relation"),
        "day": message("youth.consent.form.day"),
    },
}
#: What a form about health and passport asks, and where it goes.
_FOLLOW_UP: Final = {
    "lead": message("youth.followup.paper.lead"),
    "envelope": message("youth.followup.paper.envelope"),
    "health": {
        "title": message("youth.followup.health"),
        "nothing": message("youth.followup.paper.nothing"),
        "parts": [
            {"name": name, "rows": rows, "hint": hint}
            for name, rows, hint in (
                (message("youth.followup.field.conditions"), 2, None),
                (message("youth.followup.field.medicines"), 2, None),
                (message("youth.followup.field.allergies"), 2, None),
                (
                    message("youth.followup.field.diet"),
                    2,
                    message("youth.followup.hint.diet"),
                ),
                (
                    message("youth.followup.field.emergency"),
                    1,
                    message("youth.followup.hint.emergency"),
                ),
            )
        ],
    },
    "passport": {
        "title": message("youth.followup.passport"),
        "holder": message("youth.followup.field.holder"),
        "holder-hint": message("youth.followup.paper.holder"),
        "number": message("youth.followup.field.number"),
        "expires": message("youth.followup.field.expires"),
        "day": message("youth.followup.paper.day"),
        "gender": message("youth.field.gender"),
        "genders": [label(each) for each in Gender],
    },
    "sign": [
        message("youth.consent.form.day"),
        message("youth.consent.form.relation"),
        message("youth.consent.form.guardian"),
    ],
}


def slips_data(
    edition: Edition,
    slips: Sequence[tuple[Registration, ConsentRequest, str]],
    *,
    language: str,
) -> Mapping[str, object]:
    """Return the data of the slips: for each pupil the address and its code to scan."""
    return {
        "edition": edition.title,
        "lead": message("youth.consent.slip.lead"),
        "how": [
            {"text": translate(message("youth.consent.slip.how"), tag), "lang": tag}
            for tag in OWN_NAMES
            if tag in ("ja", "en", "zh-Hant")
        ],
        "until": message("youth.consent.slip.until"),
        "keep": message("youth.consent.slip.keep"),
        "code": message("youth.consent.slip.code"),
        "slips": [
            {
                **_pupil(row),
                "until": day_text(request.deadline, language),
                "address": address,
                "svg": _code(address),
            }
            for row, request, address in slips
        ],
    }


def forms_data(
    edition: Edition,
    registrations: Sequence[Registration],
    text: ConsentText,
    purposes: Sequence[ConsentPurpose],
    *,
    language: str,
) -> Mapping[str, object]:
    """Return the data of the forms to sign: one page a pupil, every purpose apart."""
    partner = edition.programme.partner
    names = {
        "partner": partner.names.in_language(language) if partner else "",
        "country": partner.place.in_language(language) if partner else "",
    }
    return {
        "edition": edition.title,
        "dates": range_text(edition.starts, edition.ends, language),
        "use-title": message("youth.consent.use"),
        "use": text.use_text.in_language(language).format(**names),
        "version": message("youth.consent.version", number=text.number),
        "yes": message("youth.consent.choice.yes"),
        "no": message("youth.consent.choice.no"),
        "this-page": message("youth.consent.form.this_page"),
        **_SIGNED,
        "purposes": [
            {
                "name": label(purpose),
                "text": text.of(purpose).in_language(language).format(**names),
            }
            for purpose in purposes
        ],
        "pupils": [_pupil(row) for row in registrations],
    }


def follow_up_data(
    edition: Edition,
    sheets: Sequence[tuple[FollowUpPaper, str | None]],
    *,
    language: str,
) -> Mapping[str, object]:
    """Return the data of the forms about health and passport: a page a pupil, to write on."""
    return {
        "edition": edition.title,
        "dates": range_text(edition.starts, edition.ends, language),
        "code": message("youth.consent.slip.code"),
        "how": [
            {"text": translate(message("youth.followup.paper.how"), tag), "lang": tag}
            for tag in OWN_NAMES
            if tag in ("ja", "en", "zh-Hant")
        ],
        **_FOLLOW_UP,
        "sheets": [
            {
                **_pupil(paper.registration),
                "health": paper.needs.health,
                "passport": paper.needs.passport,
                "gender": paper.gender,
                "address": address,
                "svg": _code(address) if address else None,
            }
            for paper, address in sheets
        ],
    }


def _pupil(row: Registration) -> dict[str, object]:
    return {
        "name": {"text": row.pupil.name.written, "lang": "ja"},
        "school": {"text": row.school.name, "lang": "ja"},
        "grade": message("youth.grade", grade=row.grade),
    }


def _code(address: str) -> str:
    """Return an address as a code to scan: SVG."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", border=2, xmldecl=False)
    return written.getvalue().decode()
