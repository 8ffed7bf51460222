"""A school's receipt and the head's recommendations as the data that papers are made of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from exchange.core.dates import PartialDate
from exchange.core.languages import Language
from exchange.core.messages import Message, label, message
from exchange.core.printing import day_text, moment_text, partial_text, range_text
from exchange.core.translate import show, translate
from exchange.youth.enums import ConsentGiver, ConsentPurpose, ParticipantKind, Selection
from exchange.youth.models import Edition, Registration, School
from exchange.youth.rules.consents import Consents
from exchange.youth.rules.missing import Gap
from exchange.youth.services.desk_papers import Submission

_JA: Final = Language.JA
_COLUMNS: Final = (
    message("youth.receipt.column.number"),
    message("youth.receipt.column.name"),
    message("youth.receipt.column.grade"),
    message("youth.receipt.column.born"),
    message("youth.receipt.column.submitted"),
    message("youth.receipt.column.confirmed"),
    message("youth.receipt.column.state"),
    message("youth.receipt.column.consent"),
    message("youth.receipt.column.gaps"),
)
#: What the number is called that stands for a pupil in a selection.
_NUMBER: Final = {
    Selection.SCREENING: message("youth.screening.number"),
    Selection.LOTTERY: message("youth.lottery.number"),
}
_EXPLAINED: Final = {
    True: message("youth.receipt.explained"),
    False: message("youth.receipt.unexplained"),
}


def receipt_paper(
    edition: Edition,
    school: School,
    submissions: Sequence[Submission],
    *,
    consents: Mapping[UUID, Consents],
    missing: Mapping[UUID, Sequence[Gap]],
    today: date,
) -> Mapping[str, object]:
    """Return what the receipt says: a row a pupil, with what is still missing."""
    numbered = edition.selection in _NUMBER
    columns = list(_COLUMNS)
    if numbered:
        columns.insert(1, _NUMBER[edition.selection])
    return {
        "edition": edition.title.in_language(_JA),
        "facts": [
            [message("youth.column.dates"), range_text(edition.starts, edition.ends, _JA)],
            [message("youth.receipt.school"), school.name],
            [message("youth.receipt.count"), message("youth.people", count=len(submissions))],
            [message("youth.receipt.printed"), day_text(today, _JA)],
        ],
        "numbered": numbered,
        "columns": columns,
        "rows": [
            _row(
                each,
                consents[each.registration.id],
                missing[each.registration.id],
                numbered=numbered,
            )
            for each in submissions
        ],
        "note": message("youth.receipt.note"),
    }


def recommendations_paper(
    edition: Edition,
    chosen: Sequence[tuple[Registration, str]],
    *,
    today: date,
    sealed: bool,
) -> Mapping[str, object]:
    """Return the head's recommendations, one a page; without a reason there are lines to write."""
    return {
        "title": message("youth.recommendation.title"),
        "day": message("youth.recommendation.day", year=_year(today)),
        "to": message("youth.recommendation.to"),
        "care-of": message("youth.recommendation.care_of", section=edition.programme.section),
        "head": message("youth.recommendation.head"),
        "seal": message("youth.recommendation.seal") if sealed else "",
        "reason-title": message("youth.recommendation.reason"),
        "sheets": [_sheet(edition, row, reason) for row, reason in chosen],
    }


def _year(day: date) -> str:
    return partial_text(PartialDate(day.year), _JA, era=True)


def _row(
    each: Submission, consents: Consents, gaps: Sequence[Gap], *, numbered: bool
) -> Sequence[Sequence[str]]:
    """Return the cells of a pupil, each of its lines."""
    row = each.registration
    cells = [
        [str(each.number)],
        [row.pupil.name.written, row.pupil.name.kana],
        _grade(row),
        [day_text(row.pupil.birth_date, _JA, weekday=False)],
        [moment_text(each.step.at, _JA), each.step.actor_name],
        _declared(row),
        [show(_state(row), _JA)],
        _consent(row, consents),
        [_gap(gap) for gap in gaps] or [translate(message("youth.desk.nothing_missing"), _JA)],
    ]
    if numbered:
        cells.insert(1, [str(row.blind_number) if row.blind_number is not None else ""])
    return cells


def _grade(row: Registration) -> list[str]:
    said = translate(message("youth.grade", grade=row.grade), _JA)
    if row.school_class:
        said += f" {translate(message('youth.roster.class', name=row.school_class), _JA)}"
    if row.school_id == row.pupil.school_id:
        return [said]
    return [said, translate(message("youth.receipt.registered_at", school=row.school.name), _JA)]


def _declared(row: Registration) -> list[str]:
    if row.principal_confirmed_on is None:
        return [translate(message("youth.not_given"), _JA)]
    day = day_text(row.principal_confirmed_on, _JA, weekday=False)
    return [day, translate(_EXPLAINED[row.purpose_explained], _JA)]


def _state(row: Registration) -> Message:
    if row.waitlist_rank is None:
        return label(row.state)
    return message("youth.registration.waitlisted_at", rank=row.waitlist_rank)


def _consent(row: Registration, consents: Consents) -> list[str]:
    if row.kind is not ParticipantKind.OWN_YOUTH:
        return [translate(message("youth.receipt.not_asked"), _JA)]
    return [
        translate(
            message("youth.receipt.answer", giver=label(giver), answer=_answer(consents, giver)),
            _JA,
        )
        for giver in ConsentGiver
    ]


def _answer(consents: Consents, giver: ConsentGiver) -> Message:
    answer = consents.answer(ConsentPurpose.JOIN, giver)
    return label(answer) if answer else message("youth.consent.none_yet")


def _gap(gap: Gap) -> str:
    said = message("youth.desk.gap", kind=label(gap.kind), who=label(gap.waits_for))
    return translate(said, _JA)


def _sheet(edition: Edition, row: Registration, reason: str) -> Mapping[str, object]:
    pupil = row.pupil
    return {
        "lead": message("youth.recommendation.lead", edition=edition.title.in_language(_JA)),
        "facts": [
            [message("youth.recommendation.name"), pupil.name.written],
            [message("youth.recommendation.kana"), pupil.name.kana],
            [message("youth.field.birth_date"), day_text(pupil.birth_date, _JA, weekday=False)],
            [message("youth.receipt.column.grade"), "　".join(_grade(row))],
        ],
        "reason": reason,
        "school": pupil.school.name,
    }
