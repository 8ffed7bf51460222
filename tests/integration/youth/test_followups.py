"""Health and passport: asked after selection, sealed, emptied when the consent ends."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.queries import lines_of
from exchange.core.database import unseal
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.core.offers import Subject
from exchange.youth.enums import ConsentPurpose, RegistrationState
from exchange.youth.enums.eligibility import Requirement, Verdict
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import EligibilityRule, Registration
from exchange.youth.queries.eligibility import eligibility_of
from exchange.youth.queries.followups import filled_of, health_of, passport_of
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.followups import (
    HEALTH_PARTS,
    FollowUp,
    HealthDetails,
    Needs,
    PassportDetails,
)
from exchange.youth.services import fill_follow_up, health_on_file, note_reading, withdraw_consent
from tests.factories.consents import make_consent, make_consent_request
from tests.factories.youth import COORDINATOR, make_edition, make_pupil, make_registration

HEALTH = HealthDetails("ぜんそく", "吸入薬", "そば", "なし", "父 090-0000-0000")
PASSPORT = PassportDetails("MIHON HANAKO", "TK0000000", date(2031, 1, 9))


@pytest.fixture
def ring() -> Keyring:
    return Keyring({"k1": decode_key(new_key())})


@pytest.fixture
def selected(session: Session) -> Registration:
    row = make_registration(session, state=RegistrationState.SELECTED)
    make_consent(session, row, ConsentPurpose.HEALTH)
    return row


def fill(session: Session, row: Registration, ring: Keyring) -> None:
    typed = FollowUp(HEALTH, PASSPORT)
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)


def test_health_and_passport_are_sealed_row_by_row(
    session: Session, selected: Registration, ring: Keyring
) -> None:
    fill(session, selected, ring)
    health, passport = health_of(session, selected.id), passport_of(session, selected.id)
    assert health is not None
    assert passport is not None
    assert health.allergies is not None
    assert "そば" not in health.allergies.text
    assert unseal(health, "allergies", ring=ring) == "そば"
    assert unseal(passport, "expires", ring=ring) == "2031-01-09"
    assert filled_of(session, [selected.id]) == {selected.id: Needs(True, True)}


@pytest.mark.parametrize(
    ("known", "quota", "kept"),
    [
        (None, None, Gender.FEMALE),
        (Gender.UNDISCLOSED, None, Gender.UNDISCLOSED),
        (None, 3, None),
    ],
)
def test_gender_is_asked_with_the_passport_unless_it_is_known_or_seats_are_counted_by_it(
    session: Session, ring: Keyring, known: Gender | None, quota: int | None, kept: Gender | None
) -> None:
    edition, pupil = make_edition(session, female_quota=quota), make_pupil(session, gender=known)
    row = make_registration(session, edition=edition, pupil=pupil, state=RegistrationState.SELECTED)
    typed = FollowUp(passport=PASSPORT, gender=Gender.FEMALE)
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)
    assert pupil.gender is kept
    [line] = lines_of(session, Subject("registration", row.id))
    assert line.values == []
    assert ("gender" in line.fields) is (kept is Gender.FEMALE)


def test_the_audit_line_names_parts_and_no_value(
    session: Session, selected: Registration, ring: Keyring
) -> None:
    fill(session, selected, ring)
    parts = ("health", "passport")
    note_reading(
        session,
        actor=COORDINATOR,
        registration_id=selected.id,
        parts=parts,
        purpose=Purpose.CARE,
    )
    session.flush()
    lines = lines_of(session, Subject("registration", selected.id))
    found = {line.act: (line.fields, line.values) for line in lines}
    assert found == {
        "follow_ups.fill": (["health", "passport"], []),
        "follow_ups.read": (["health", "passport"], []),
    }


def test_filled_in_again_what_is_said_anew_replaces_and_the_rest_stays(
    session: Session, selected: Registration, ring: Keyring
) -> None:
    fill(session, selected, ring)
    changed = HealthDetails("", None, "なし", emergency="母 (090) 0000-0001")
    typed = FollowUp(changed, None)
    fill_follow_up(session, actor=COORDINATOR, registration=selected, typed=typed, ring=ring)
    health, passport = health_of(session, selected.id), passport_of(session, selected.id)
    assert health is not None
    assert passport is not None
    read = [unseal(health, name, ring=ring) for name in HEALTH_PARTS]
    assert read == ["", "吸入薬", "なし", "なし", "母 (090) 0000-0001"]
    assert health_on_file(session, selected.id, ring=ring) == set(HEALTH_PARTS) - {"conditions"}
    assert unseal(passport, "holder", ring=ring) == "MIHON HANAKO"


def test_without_anybody_to_call_nothing_is_kept(
    session: Session, selected: Registration, ring: Keyring
) -> None:
    typed = FollowUp(HealthDetails(allergies="そば"))
    with pytest.raises(DomainError, match="emergency") as caught:
        fill_follow_up(session, actor=COORDINATOR, registration=selected, typed=typed, ring=ring)
    assert caught.value.field == "emergency"
    assert health_of(session, selected.id) is None
    assert health_on_file(session, selected.id, ring=ring) == set()


@pytest.mark.parametrize(
    ("expires", "verdict"),
    [
        (date(2026, 8, 10), Verdict.PASS),
        (date(2026, 8, 9), Verdict.FAIL),
        (None, Verdict.PERSON),
    ],
)
def test_the_rule_of_the_passport_is_answered_without_opening_it(
    session: Session, ring: Keyring, expires: date | None, verdict: Verdict
) -> None:
    edition, pupil = make_edition(session), make_pupil(session)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.PASSPORT))
    row = make_registration(session, edition=edition, pupil=pupil, state=RegistrationState.SELECTED)
    make_consent(session, row, ConsentPurpose.HEALTH)
    passport = replace(PASSPORT, expires=expires) if expires else None
    typed = FollowUp(HEALTH, passport)
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)
    shown = registration_for(session, COORDINATOR, row.id)
    [found] = eligibility_of(session, edition, [shown])[row.id]
    assert found.verdict is verdict
    assert row.state is RegistrationState.SELECTED


def test_a_moved_edition_asks_a_person_until_the_form_is_filled_in_again(
    session: Session, ring: Keyring
) -> None:
    edition = make_edition(session)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.PASSPORT))
    row = make_registration(session, edition=edition, state=RegistrationState.SELECTED)
    typed = FollowUp(passport=PASSPORT)
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)
    edition.ends = date(2026, 8, 20)
    session.flush()
    shown = registration_for(session, COORDINATOR, row.id)
    [found] = eligibility_of(session, edition, [shown])[row.id]
    assert found.verdict is Verdict.PERSON
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)
    [found] = eligibility_of(session, edition, [shown])[row.id]
    assert found.verdict is Verdict.PASS


def test_before_selection_nothing_is_kept(session: Session, ring: Keyring) -> None:
    row = make_registration(session)
    with pytest.raises(DomainError, match="not_asked"):
        fill(session, row, ring)


@pytest.mark.parametrize(
    ("withdrawn", "left"),
    [
        (ConsentPurpose.HEALTH, Needs(health=False, passport=True)),
        (ConsentPurpose.JOIN, Needs(health=False, passport=False)),
    ],
)
def test_a_withdrawal_empties_what_may_no_longer_be_used(
    session: Session,
    selected: Registration,
    ring: Keyring,
    withdrawn: ConsentPurpose,
    left: Needs,
) -> None:
    request = make_consent_request(session, selected)
    fill(session, selected, ring)
    withdraw_consent(session, request_id=request.id, purpose=withdrawn, ring=ring)
    assert filled_of(session, [selected.id])[selected.id] == left
