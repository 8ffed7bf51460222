"""What each list says, who may make it, and who is on it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from exchange.core.database import Name, uuid7
from exchange.core.errors import DomainError, ForbiddenError
from exchange.core.messages import label, message
from exchange.core.permissions import Actor, Role, system_actor
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    ParticipantKind,
    Relationship,
)
from exchange.youth.enums.journeys import ListColumn, ListKind
from exchange.youth.models import Consent, Pupil, Registration, School
from exchange.youth.rules.consents import NO_ANSWERS, Consents
from exchange.youth.rules.lists import (
    COLUMNS,
    HEALTH,
    PASSPORT,
    Purged,
    Shares,
    ensure_kept,
    ensure_may_make,
    ensure_purpose,
    listed,
    parts_of,
    permissions_of,
    plain_values,
    purged_of,
    shares,
)

MANAGER = Actor(None, Role.MANAGER, "見本")
COORDINATOR = Actor(None, Role.COORDINATOR, "見本")
VIEWER = Actor(None, Role.VIEWER, "見本")
PASSED_ON = Consents(
    {
        (ConsentGiver.GUARDIAN, ConsentPurpose.TRANSFER): Consent(
            purpose=ConsentPurpose.TRANSFER, answer=ConsentAnswer.GIVEN
        )
    }
)

#: The columns of every list, written out: adding one is a decision.
WRITTEN = {
    "partner": "number name romaji age grade",
    "airline": "number holder birth_date sex passport_number passport_expires",
    "rooming": "number name kana sex school grade room",
    "insurance": "number name kana birth_date guardian relationship",
    "emergency": (
        "number name kana birth_date school guardian phone"
        " emergency conditions medicines allergies diet"
    ),
    "visa": "number holder name birth_date sex occupation passport_number passport_expires",
}


def registration(**changes: Any) -> Registration:  # noqa: ANN401 - any column
    care = changes.pop("care", False)
    pupil = Pupil(birth_date=date(2012, 8, 2), needs_care=care)
    pupil.rename(Name("髙橋", "花", "たかはし", "はな", "Takahashi", "Hana"))
    values = {
        "id": uuid7(),
        "kind": ParticipantKind.OWN_YOUTH,
        "grade": 2,
        "guardian_name": "髙橋 母",
        "guardian_relationship": Relationship.MOTHER,
        "guardian_phone": "090-0000-0000",
    }
    row = Registration(**(values | changes))
    row.pupil, row.school = pupil, School(name="見本第一")
    return row


def test_each_list_has_its_columns_and_no_others() -> None:
    assert {kind.value: " ".join(columns) for kind, columns in COLUMNS.items()} == WRITTEN
    sealed = {*HEALTH, *PASSPORT}
    plain = set(plain_values(registration(), 1, date(2026, 8, 1)))
    assert plain | sealed == set(ListColumn)
    assert plain & sealed == set()


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        (ListKind.PARTNER, []),
        (ListKind.AIRLINE, ["passports:read"]),
        (ListKind.ROOMING, []),
        (ListKind.INSURANCE, []),
        (ListKind.EMERGENCY, ["health:read"]),
        (ListKind.VISA, ["passports:read"]),
    ],
)
def test_passports_and_health_are_for_who_may_read_them(kind: ListKind, needed: list[str]) -> None:
    assert permissions_of(kind) == needed
    ensure_may_make(COORDINATOR, kind)
    if needed:
        with pytest.raises(ForbiddenError):
            ensure_may_make(VIEWER, kind)


@pytest.mark.parametrize("kind", list(ListKind))
def test_the_partner_gets_only_whom_the_guardian_lets_it_have(kind: ListKind) -> None:
    yes, no, guest = registration(), registration(), registration(kind=ParticipantKind.GUEST)
    consents = {yes.id: PASSED_ON, no.id: NO_ANSWERS, guest.id: NO_ANSWERS}
    expected = [yes, guest] if kind is ListKind.PARTNER else [yes, no, guest]
    assert listed([yes, no, guest], kind, consents, COORDINATOR) == expected


@pytest.mark.parametrize("kind", list(ListKind))
@pytest.mark.parametrize("answer", [ConsentAnswer.REFUSED, ConsentAnswer.WITHDRAWN])
def test_whose_guardian_says_no_to_taking_part_is_on_no_list(
    kind: ListKind, answer: ConsentAnswer
) -> None:
    row = registration()
    no = Consent(purpose=ConsentPurpose.JOIN, answer=answer)
    said = Consents({**PASSED_ON.latest, (ConsentGiver.GUARDIAN, ConsentPurpose.JOIN): no})
    assert listed([row], kind, {row.id: said}, MANAGER) == []


def test_who_is_handled_with_care_is_on_no_list_without_a_manager() -> None:
    care, other = registration(care=True), registration()
    consents: dict[UUID, Consents] = dict.fromkeys((care.id, other.id), NO_ANSWERS)
    rows = [care, other]
    assert listed(rows, ListKind.ROOMING, consents, COORDINATOR) == [other]
    assert listed(rows, ListKind.ROOMING, consents, system_actor("job")) == [other]
    assert listed(rows, ListKind.ROOMING, consents, MANAGER) == rows
    assert shares(rows, ListKind.PARTNER, consents, COORDINATOR) == Shares(0, 1, 1)
    assert shares(rows, ListKind.ROOMING, consents, MANAGER) == Shares(2, 0, 0)


@pytest.mark.parametrize("part", ["health", "passport"])
def test_a_list_of_what_was_purged_is_refused_with_the_day_and_the_rule(part: str) -> None:
    purged = [Purged(part, date(2026, 9, 12))]
    refused = [kind for kind in ListKind if purged_of(kind, purged)]
    assert refused == [kind for kind in ListKind if part in parts_of(kind)]
    for kind in set(ListKind) - set(refused):
        ensure_kept(kind, purged)
    with pytest.raises(DomainError) as error:
        ensure_kept(refused[0], purged)
    said = error.value.sentence
    assert (said.id, said.params) == (
        f"youth.list.purged.{part}",
        {"day": date(2026, 9, 12), "days": 30},
    )


def test_a_list_is_made_for_a_purpose() -> None:
    ensure_purpose("航空券の手配")
    with pytest.raises(DomainError):
        ensure_purpose("")


def test_the_age_is_that_on_the_first_day_and_the_family_name_stands_in_capitals() -> None:
    values = plain_values(registration(), 3, date(2026, 8, 1))
    assert (values[ListColumn.AGE], values[ListColumn.NUMBER]) == (13, 3)
    assert values[ListColumn.ROMAJI] == "TAKAHASHI Hana"
    assert values[ListColumn.RELATIONSHIP] == label(Relationship.MOTHER)
    assert values[ListColumn.OCCUPATION] == message("youth.list.student")
