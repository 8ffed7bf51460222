"""Consent by link and on paper: asked, answered, withdrawn, and never guessed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.database import uuid7
from exchange.core.errors import DomainError, ForbiddenError, NotFoundError
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.core.links import LinkPurpose, find_signed, signed_token
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.jobs.models import Job
from exchange.outbox.models import Mail
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    GapKind,
    RegistrationState,
    Relationship,
    WaitsFor,
)
from exchange.youth.models import ConsentRequest, Participation, Registration
from exchange.youth.queries.consents import answers_of, consents_of, requests_of
from exchange.youth.queries.missing import missing_for
from exchange.youth.services import (
    Answers,
    Asking,
    LinkPrinter,
    answer_consent,
    confirm_pupils,
    print_consent_slips,
    renew_consent_link,
    send_consent_links,
    withdraw_consent,
)
from exchange.youth.services.answering import try_birth_date
from exchange.youth.services.reminding import remind_guardians
from tests.factories.accounts import make_user
from tests.factories.consents import make_consent, make_consent_request, make_consent_text
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)

JOIN, HEALTH, TRANSFER, PHOTO = ConsentPurpose
GUARDIAN, PUPIL = ConsentGiver
GIVEN, REFUSED, WITHDRAWN = ConsentAnswer
Clock = Callable[[datetime], None]
PRINTER = LinkPrinter("https://exchange.example", "secret")
UNTIL = date(2026, 6, 30)
AFTER_DEADLINE = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)


@pytest.fixture
def ring() -> Keyring:
    return Keyring({"k1": decode_key(new_key())})


@pytest.fixture
def asked(session: Session) -> ConsentRequest:
    """A guardian who was asked and has not answered."""
    make_consent_text(session)
    row = make_registration(session, consented=False, guardian_mail="parent@example.jp")
    return make_consent_request(session, row)


def typed(session: Session, **changes: object) -> Answers:
    yes = {JOIN: True, HEALTH: True, TRANSFER: True, PHOTO: False}
    answers = Answers(
        text_id=make_consent_text(session).id,
        purposes=yes,
        pupil_agrees=True,
        relation=Relationship.MOTHER,
        signer="見本 母",
        language="ja-easy",
    )
    return replace(answers, **changes)  # type: ignore[arg-type]


def answered(session: Session, registration_id: object) -> list[tuple[object, ...]]:
    rows = answers_of(session, registration_id)  # type: ignore[arg-type]
    return [(row.giver, row.purpose, row.answer) for row in rows]


def test_every_answer_keeps_version_way_time_and_relation_and_the_signer_sealed(
    session: Session, asked: ConsentRequest, ring: Keyring
) -> None:
    answer_consent(session, request_id=asked.id, answers=typed(session), ring=ring)
    rows = answers_of(session, asked.registration_id)
    assert [(row.giver, row.purpose, row.answer) for row in rows] == [
        (GUARDIAN, JOIN, GIVEN),
        (GUARDIAN, HEALTH, GIVEN),
        (GUARDIAN, TRANSFER, GIVEN),
        (GUARDIAN, PHOTO, REFUSED),
        (PUPIL, JOIN, GIVEN),
    ]
    assert {row.text.number for row in rows} == {1}
    assert [row.relation for row in rows] == [*[Relationship.MOTHER] * 4, None]
    assert rows[0].at == datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
    assert rows[0].signer is not None
    assert "見本" not in rows[0].signer.text
    assert session.get_one(Registration, asked.registration_id).guardian_language == "ja-easy"


def test_answering_again_adds_only_what_changed(
    session: Session, asked: ConsentRequest, ring: Keyring
) -> None:
    for answers in (typed(session), typed(session), typed(session, purposes={PHOTO: True})):
        answer_consent(session, request_id=asked.id, answers=answers, ring=ring)
    assert answered(session, asked.registration_id)[5:] == [(GUARDIAN, PHOTO, GIVEN)]


def test_the_audit_line_of_an_answer_names_no_person(
    session: Session, asked: ConsentRequest, ring: Keyring
) -> None:
    answer_consent(session, request_id=asked.id, answers=typed(session), ring=ring)
    session.flush()
    lines = lines_of(session, Subject("registration", asked.registration_id))
    values = {v.field: v.new for line in lines for v in line.values if line.act.startswith("cons")}
    assert values["guardian_photo"] == "refused"
    assert "見本 母" not in str(values)


def test_after_the_deadline_nothing_is_given_but_withdrawing_goes_on(
    session: Session, asked: ConsentRequest, ring: Keyring, at: Clock
) -> None:
    answer_consent(session, request_id=asked.id, answers=typed(session), ring=ring)
    at(AFTER_DEADLINE)
    with pytest.raises(DomainError, match="after_deadline"):
        answer_consent(session, request_id=asked.id, answers=typed(session), ring=ring)
    withdraw_consent(session, request_id=asked.id, purpose=TRANSFER, ring=ring)
    for _ in range(2):
        assert answered(session, asked.registration_id)[5:] == [(GUARDIAN, TRANSFER, WITHDRAWN)]
        withdraw_consent(session, request_id=asked.id, purpose=TRANSFER, ring=ring)


def test_what_was_never_given_is_not_withdrawn(
    session: Session, asked: ConsentRequest, ring: Keyring
) -> None:
    with pytest.raises(DomainError, match="nothing_to_withdraw"):
        withdraw_consent(session, request_id=asked.id, purpose=TRANSFER, ring=ring)


def test_answers_to_texts_of_another_version_are_refused(
    session: Session, asked: ConsentRequest, ring: Keyring
) -> None:
    with pytest.raises(DomainError, match="new_text"):
        answer_consent(
            session, request_id=asked.id, answers=typed(session, text_id=uuid7()), ring=ring
        )


def test_a_refused_consent_shows_in_what_is_missing(
    session: Session, asked: ConsentRequest, ring: Keyring
) -> None:
    no = typed(session, purposes={JOIN: False}, pupil_agrees=False)
    answer_consent(session, request_id=asked.id, answers=no, ring=ring)
    registration = asked.registration
    assert registration.state is RegistrationState.SUBMITTED
    gaps = missing_for(session, [registration], date(2026, 6, 20))[registration.id]
    assert (GapKind.CONSENT, WaitsFor.SCHOOL) in [(gap.kind, gap.waits_for) for gap in gaps]


def test_a_withdrawal_of_one_purpose_tells_the_school(
    session: Session, asked: ConsentRequest, ring: Keyring
) -> None:
    registration = asked.registration
    make_user(session, role=Role.SCHOOL, school_id=registration.school_id, email="s@example.jp")
    answer_consent(session, request_id=asked.id, answers=typed(session), ring=ring)
    withdraw_consent(session, request_id=asked.id, purpose=TRANSFER, ring=ring)
    assert session.scalars(select(Mail.recipient)).all() == ["s@example.jp"]
    assert registration.state is RegistrationState.SUBMITTED


def test_consent_withdrawn_after_the_trip_leaves_the_participation(
    session: Session, asked: ConsentRequest, ring: Keyring
) -> None:
    answer_consent(session, request_id=asked.id, answers=typed(session), ring=ring)
    asked.registration.state = RegistrationState.COMPLETED
    session.flush()
    before = session.scalars(select(Participation.id)).all()
    withdraw_consent(session, request_id=asked.id, purpose=JOIN, ring=ring)
    assert asked.registration.state is RegistrationState.COMPLETED
    assert session.scalars(select(Participation.id)).all() == before
    assert not consents_of(session, [asked.registration_id])[asked.registration_id].grants(JOIN)


def test_five_wrong_birth_dates_lock_a_link_and_a_new_one_opens(
    session: Session, asked: ConsentRequest
) -> None:
    for _ in range(4):
        assert try_birth_date(session, request_id=asked.id, born=date(2012, 5, 4)).is_right is False
    assert try_birth_date(session, request_id=asked.id, born=date(2012, 5, 3)).is_right is True
    for _ in range(5):
        try_birth_date(session, request_id=asked.id, born=date(2012, 5, 4))
    with pytest.raises(ForbiddenError):
        try_birth_date(session, request_id=asked.id, born=date(2012, 5, 3))
    old = signed_token(asked.link, PRINTER.secret)
    renew_consent_link(
        session, actor=COORDINATOR, registration_id=asked.registration_id, printer=PRINTER
    )
    with pytest.raises(NotFoundError):
        find_signed(session, LinkPurpose.CONSENT, old, secret=PRINTER.secret)
    assert try_birth_date(session, request_id=asked.id, born=date(2012, 5, 3)).is_right is True


def test_a_link_of_nobody_who_was_asked_cannot_be_renewed(session: Session) -> None:
    row = make_registration(session)
    with pytest.raises(NotFoundError):
        renew_consent_link(session, actor=COORDINATOR, registration_id=row.id, printer=PRINTER)


def test_a_new_link_that_reached_nobody_is_printed_though_the_guardian_has_agreed(
    session: Session,
) -> None:
    row = make_registration(session, consented=False)
    asking = Asking(row.edition_id, UNTIL)
    print_consent_slips(session, actor=COORDINATOR, asking=asking)
    make_consent(session, row, JOIN)
    with pytest.raises(DomainError):
        print_consent_slips(session, actor=COORDINATOR, asking=asking)
    renewed = renew_consent_link(
        session, actor=COORDINATOR, registration_id=row.id, printer=PRINTER
    )
    assert not renewed.is_mailed
    assert len(print_consent_slips(session, actor=COORDINATOR, asking=asking)) == 1
    with pytest.raises(DomainError):
        print_consent_slips(session, actor=COORDINATOR, asking=asking)


def test_a_new_link_is_mailed_to_who_has_agreed_and_asks_nothing_again(session: Session) -> None:
    row = make_registration(session, guardian_mail="a@example.jp", consented=False)
    asking = Asking(row.edition_id, UNTIL)
    send_consent_links(session, actor=COORDINATOR, asking=asking, printer=PRINTER)
    make_consent(session, row, JOIN)
    renewed = renew_consent_link(
        session, actor=COORDINATOR, registration_id=row.id, printer=PRINTER
    )
    assert renewed.is_mailed
    mail = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    link = requests_of(session, [row.id])[row.id].link
    assert mail is not None
    assert PRINTER.address(link) in (mail.body or "")
    with pytest.raises(DomainError):
        print_consent_slips(session, actor=COORDINATOR, asking=asking)


def test_links_are_mailed_to_those_without_consent_who_have_an_address(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    wanted = [
        make_registration(
            session,
            edition=edition,
            pupil=make_pupil(session, school=school, needs_care=care),
            consented=consented,
            guardian_mail=mail,
        )
        for mail, care, consented in (
            ("a@example.jp", False, False),
            (None, False, False),
            ("care@example.jp", True, False),
            ("done@example.jp", False, True),
        )
    ]
    sent = send_consent_links(
        session,
        actor=school_actor(school),
        asking=Asking(edition.id, UNTIL),
        printer=PRINTER,
    )
    assert (sent.mailed, sent.unreached) == (1, 2)
    [mail] = session.scalars(select(Mail)).all()
    request = requests_of(session, [wanted[0].id])[wanted[0].id]
    assert mail.recipient == "a@example.jp"
    assert PRINTER.address(request.link) in (mail.body or "")
    assert (request.asked_on, request.deadline) == (date(2026, 6, 15), UNTIL)


def test_nobody_is_reminded_where_nobody_could_be_written_to(session: Session) -> None:
    row = make_registration(session, consented=False)
    asking = Asking(row.edition_id, UNTIL)
    sent = send_consent_links(session, actor=COORDINATOR, asking=asking, printer=PRINTER)
    assert (sent.mailed, sent.unreached) == (0, 1)
    assert session.scalars(select(Job.kind)).all() == []


def test_a_school_asks_only_for_its_own_pupils(session: Session) -> None:
    row = make_registration(session, consented=False, guardian_mail="a@example.jp")
    for keys in (None, [row.id]):
        with pytest.raises(DomainError, match="nobody_to_ask"):
            send_consent_links(
                session,
                actor=school_actor(make_school(session)),
                asking=Asking(row.edition_id, UNTIL, keys),
                printer=PRINTER,
            )


@pytest.mark.parametrize(("role", "slips"), [(Role.COORDINATOR, 1), (Role.MANAGER, 2)])
def test_slips_of_pupils_handled_with_care_are_a_managers(
    session: Session, role: Role, slips: int
) -> None:
    edition = make_edition(session)
    for care in (False, True):
        make_registration(
            session,
            edition=edition,
            pupil=make_pupil(session, needs_care=care),
            consented=False,
        )
    actor = replace(COORDINATOR, role=role)
    found = print_consent_slips(session, actor=actor, asking=Asking(edition.id, UNTIL))
    assert len(found) == slips


def test_there_are_no_slips_for_nobody(session: Session) -> None:
    row = make_registration(session, pupil=make_pupil(session, needs_care=True), consented=False)
    with pytest.raises(DomainError, match="nobody_to_ask"):
        print_consent_slips(session, actor=COORDINATOR, asking=Asking(row.edition_id, UNTIL))


def test_guardians_are_reminded_on_day_3_and_7_and_never_twice(
    session: Session, asked: ConsentRequest, at: Clock
) -> None:
    written = []
    for day in (15, 17, 18, 18, 20, 22, 22, 29):
        at(datetime(2026, 6, day, 3, 0, tzinfo=UTC))
        written.append(remind_guardians(session, actor=COORDINATOR, printer=PRINTER))
    assert written == [0, 0, 1, 0, 0, 1, 0, 0]
    mails = session.scalars(select(Mail)).all()
    assert {mail.recipient for mail in mails} == {"parent@example.jp"}
    assert PRINTER.address(asked.link) in (mails[0].body or "")


def test_whoever_has_answered_or_has_no_address_is_not_reminded(
    session: Session, asked: ConsentRequest, at: Clock
) -> None:
    make_consent(session, asked.registration, JOIN, answer=REFUSED)
    make_consent_request(session, make_registration(session, consented=False))
    at(datetime(2026, 6, 22, 3, 0, tzinfo=UTC))
    assert remind_guardians(session, actor=COORDINATOR, printer=PRINTER) == 0


def test_a_pupil_is_not_confirmed_without_the_guardians_consent(session: Session) -> None:
    row = make_registration(session, state=RegistrationState.SELECTED, consented=False)

    def confirm() -> None:
        confirm_pupils(
            session, actor=COORDINATOR, edition_id=row.edition_id, keys=[row.id], reason=""
        )

    with pytest.raises(DomainError) as caught:
        confirm()
    assert caught.value.sentence.params["sentence"].id == "youth.consent.error.not_confirmable"  # type: ignore[attr-defined]
    make_consent(session, row, JOIN)
    confirm()
    assert row.state is RegistrationState.CONFIRMED


@pytest.mark.parametrize(
    ("guardian", "pupil", "asked", "gap"),
    [
        (None, None, False, (GapKind.CONSENT, WaitsFor.SCHOOL)),
        (None, None, True, (GapKind.CONSENT, WaitsFor.GUARDIAN)),
        (REFUSED, None, True, (GapKind.CONSENT, WaitsFor.SCHOOL)),
        (GIVEN, None, True, (GapKind.OWN_CONSENT, WaitsFor.GUARDIAN)),
        (GIVEN, GIVEN, True, (GapKind.FOLLOW_UP, WaitsFor.GUARDIAN)),
    ],
)
def test_a_missing_consent_says_whom_it_waits_for(
    session: Session,
    guardian: ConsentAnswer | None,
    pupil: ConsentAnswer | None,
    asked: bool,
    gap: tuple[GapKind, WaitsFor],
) -> None:
    row = make_registration(session, state=RegistrationState.CONFIRMED, consented=False)
    if asked:
        make_consent_request(session, row)
    for giver, answer in ((GUARDIAN, guardian), (PUPIL, pupil)):
        if answer:
            make_consent(session, row, JOIN, giver=giver, answer=answer)
    found = missing_for(session, [row], date(2026, 6, 20))[row.id]
    consent = [(each.kind, each.waits_for) for each in found if each.kind is gap[0]]
    assert consent == [gap]
