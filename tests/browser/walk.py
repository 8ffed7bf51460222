"""The keys that the addresses of the walked pages name, found in the demo data or made."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.services import NewUser, create_user, hand_reset, invite
from exchange.agreements.models import AgreementParty
from exchange.attachments.models import Document
from exchange.calendars.services import FeedChoice, create_feed
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration, RunwayStep
from exchange.closures.models import AvoidedDays
from exchange.core import clock
from exchange.core.database import reference_uuid, uuid7
from exchange.core.dates import FiscalYear
from exchange.core.entries import EntryKind
from exchange.core.erasures import Held
from exchange.core.keys import Keyring
from exchange.core.languages import Language
from exchange.core.links import signed_token
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role, system_actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit, VisitCycle, VisitMember
from exchange.documents.sheet_files import read_sheets
from exchange.handover.enums import HandoverState
from exchange.handover.models import Handover
from exchange.itineraries.models import ItineraryItem
from exchange.papers.models import Speech
from exchange.partners.models import Organisation, Partner, PartnerFact, Source
from exchange.people.models import Person, Post
from exchange.privacy.enums import Disposal, RecordedAct
from exchange.privacy.models import ErasureRecord
from exchange.privacy.services import Verdict, candidate_of, decide_disposal
from exchange.privacy.services.disclosing import Request, order_copy
from exchange.reports.enums import ReportKind
from exchange.reports.services import order_report
from exchange.rooms.keeping import OFFICIAL_SOURCES
from exchange.tasks.models import Task
from exchange.youth.enums import ConsentPurpose, RegistrationState
from exchange.youth.models import Edition, Registration, School
from exchange.youth.queries.roster_runs import roster_run
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import return_registration, select_pupils
from exchange.youth.services.rosters import Confirmation, Sent, confirm_roster, receive_roster
from tests.browser.applying_pages import keys_of_applying
from tests.browser.giving_pages import keys_of_giving
from tests.browser.hosting_pages import keys_of_hosting
from tests.browser.journeys import of_journeys
from tests.browser.kept_photo import photo_of
from tests.browser.letter_pages import keys_of_letters
from tests.browser.pages import COORDINATOR, MANAGER, SCHOOL
from tests.browser.strategy_pages import keys_of_strategy
from tests.browser.walked_closing import keys_of_closing
from tests.browser.walked_itinerary import fill_programme
from tests.browser.walked_pupils import pupils_keys
from tests.browser.walked_selection import of_selection
from tests.browser.walked_stops import keys_of_stops
from tests.factories.attachments import make_document
from tests.factories.consents import make_consent, make_consent_request
from tests.factories.delegations import make_visit

Row = TypeVar("Row")


def keys_of(session: Session, secret: str) -> dict[str, str]:  # long: one key after another
    """Find the keys that the addresses name in the demo data.

    On the way somebody is invited, a registration sent back to its school, a guardian asked.
    """
    visit = _first(session, select(Visit).where(Visit.state == VisitState.PLANNED))
    own = _first(
        session,
        select(Registration)
        .join(User, User.school_id == Registration.school_id)
        .where(
            Registration.state == RegistrationState.SUBMITTED, User.email.startswith(f"{SCHOOL}@")
        ),
    )
    edition = session.get_one(Edition, own.edition_id)
    actor = system_actor("tests")
    return_registration(session, actor=actor, edition_id=edition.id, keys=[own.id], reason="見本")
    member = _first(session, select(VisitMember).where(VisitMember.visit_id == visit.id))
    travelling = select(VisitMember.person_id).where(VisitMember.visit_id == visit.id)
    item = _first(session, select(ItineraryItem).where(ItineraryItem.visit_id == visit.id))
    fill_programme(session, actor, member, item)
    found = {
        **_documents(session, visit),
        "visit": visit.id,
        "under_way": _first(session, select(Visit).where(Visit.state == VisitState.UNDER_WAY)).id,
        "speech": _first(session, select(Speech).where(Speech.visit_id == visit.id)).id,
        "over": _first(session, select(Visit).where(Visit.state == VisitState.CLOSED)).id,
        "member": member.id,
        "item": item.id,
        "person": member.person_id,
        "stranger": _first(session, select(Person).where(Person.id.not_in(travelling))).id,
        "open": edition.id,
        "programme": edition.programme_id,
        "own": own.id,
        "erasable": own.pupil_id,
        "erased": _erased(session, actor),
        "long_over": _long_over(session),
        "long_decided": _long_decided(session, actor),
        **pupils_keys(session, actor, own),
        **_of_consent(session, own, secret),
        **keys_of_applying(session, own, secret),
        **keys_of_strategy(session, secret),
        **_of_celebrations(session),
        **keys_of_stops(session, actor),
        **of_journeys(session),
        **_of_people(session, actor),
        **{**_of_heidelberg(session), **of_selection(session, actor, own, secret)},
        **keys_of_closing(session),
        "ordered": _report(session, actor),
        "pupil_copy": _copy(session, own.pupil_id),
        **_of_handover(session),
    }
    return {name: str(value) for name, value in found.items()}


def _of_handover(session: Session) -> dict[str, UUID]:
    """Find whose end is planned, an account that goes on, and one that has ended."""
    planned = select(Handover).where(Handover.state == HandoverState.PLANNED)
    coordinator = select(User).where(User.email.startswith(f"{COORDINATOR}@"))
    gone = NewUser("gone@demo.example", "見本 前任", Role.VIEWER, is_demo=True)
    ended = create_user(session, actor=system_actor("tests"), new=gone)
    ended.active = False
    return {
        "leaver": _first(session, planned).leaver_id,
        "own_account": _first(session, coordinator).id,
        "ended": ended.id,
    }


def _report(session: Session, actor: Actor) -> UUID:
    """Order the report of the fiscal year that is over."""
    year = FiscalYear.of(clock.today()).previous.start
    order = order_report(
        session,
        actor=actor,
        kind=ReportKind.FISCAL_YEAR,
        fiscal_year=year,
        language=Language.JA,
    )
    return order.id


def _copy(session: Session, pupil_id: UUID) -> UUID:
    """Order a copy of what is kept about a pupil, as the manager who looks at it."""
    manager = _first(session, select(User).where(User.email.startswith(f"{MANAGER}@")))
    asked = Request(asker="見本 保護者", checked="窓口で旅券を確認", purpose="本人の開示請求")
    return order_copy(session, actor=manager.as_actor(), pupil_id=pupil_id, request=asked).id


def rosters_of(session: Session, edition_id: str, ring: Keyring) -> dict[str, str]:
    """Send two rosters as the school: one waits with a refused row, the other was confirmed."""
    user = _first(session, select(User).where(User.email.startswith(f"{SCHOOL}@")))
    actor, edition = user.as_actor(), session.get_one(Edition, UUID(edition_id))
    school = session.get_one(School, actor.school_id)
    rows = [
        "氏名,ふりがな,生年月日,学年,アレルギー",
        "見本 鈴,ﾐﾎﾝ ｽｽﾞ,H24.5.3,2,そば",
        "見本 誤,みほん,R3.5.3,2,",
    ]
    found = {}
    for name in ("roster", "roster_done"):
        sent = Sent(f"{name}.csv", read_sheets("\n".join(rows).encode()))
        found[name] = receive_roster(
            session, actor=actor, edition_id=edition.id, sent=sent, ring=ring, key=uuid7()
        )
    run = roster_run(session, (edition, school), found["roster_done"], ring)
    confirmation = Confirmation(
        run.announcement.digest, Declared(date(2026, 11, 20), True), leave_out_refused=True
    )
    confirm_roster(
        session, actor=actor, key=found["roster_done"].id, confirmation=confirmation, ring=ring
    )
    return {name: str(roster.id) for name, roster in found.items()}


def _of_consent(session: Session, own: Registration, secret: str) -> dict[str, object]:
    """Ask a guardian by a link, and select a pupil whose guardian has consented."""
    asked = make_consent_request(session, own, deadline=clock.today(), asked_on=clock.today())
    other = _first(
        session,
        select(Registration).where(
            Registration.state == RegistrationState.SUBMITTED,
            Registration.edition_id == own.edition_id,
        ),
    )
    make_consent(session, other, ConsentPurpose.JOIN, ConsentPurpose.HEALTH)
    actor = system_actor("tests")
    select_pupils(session, actor=actor, edition_id=other.edition_id, keys=[other.id])
    return {"consent": signed_token(asked.link, secret), "selected": other.id}


def _of_celebrations(session: Session) -> dict[str, object]:
    """Find a celebration that is planned, a step to it, and days to avoid."""
    planned = select(Celebration.id).where(Celebration.state == CelebrationState.PLANNED)
    step = _first(session, select(RunwayStep).where(RunwayStep.celebration_id.in_(planned)))
    return {
        "celebration": step.celebration_id,
        "step": step.id,
    }


def _of_heidelberg(session: Session) -> dict[str, object]:
    """Find a row of each kind that is kept of a partner."""
    partner = _first(session, select(Partner).where(Partner.slug == "heidelberg"))
    return {
        "fact": _first(session, select(PartnerFact).where(PartnerFact.partner_id == partner.id)).id,
        "organisation": _first(
            session, select(Organisation).where(Organisation.partner_id == partner.id)
        ).id,
        "post": _first(session, select(Post).where(Post.partner_id == partner.id)).id,
        "source": _first(session, select(Source)).id,
        "cycle": _first(session, select(VisitCycle).where(VisitCycle.partner_id == partner.id)).id,
    }


def _first(session: Session, statement: Select[Row]) -> Row:
    found = session.scalars(statement).first()
    if found is None:
        raise LookupError(f"the demo data holds nothing for: {statement}")
    return found


def _documents(session: Session, visit: Visit) -> Mapping[str, UUID]:
    """Keep a photograph of a partner and a scan of an agreement; the demo visit has its paper."""
    parties = select(AgreementParty).order_by(AgreementParty.position)
    partner = reference_uuid("partner", "rome-ga")
    agreement = reference_uuid("agreement", "rome-ga-1995")
    return {
        "partner": partner,
        "photo": photo_of(session, Subject("partner", partner)).id,
        "agreement": agreement,
        "rival": reference_uuid("date_claim", "rome-ga-takeover/KM-RO/2010-03-23"),
        "avoided": _first(session, select(AvoidedDays)).id,
        "party": _first(session, parties.where(AgreementParty.agreement_id == agreement)).id,
        "scan": make_document(session, Subject("agreement", agreement)).id,
        "paper": _first(session, select(Document).where(Document.subject_id == visit.id)).id,
    }


def _of_people(session: Session, actor: Actor) -> dict[str, object]:
    return {
        **keys_of_hosting(session, actor),
        **keys_of_giving(session),
        **keys_of_letters(session),
        "task": _first(session, select(Task)).id,
        "template": reference_uuid("task_template", "receiving"),
        "usual_step": reference_uuid("task_step", "receiving-01"),
        **_links_to_passwords(session, actor),
        "feed": _feed(session),
    }


def _links_to_passwords(session: Session, actor: Actor) -> dict[str, object]:
    new = NewUser(email="new@city.example", name="見本 新任", role=Role.VIEWER)
    user = create_user(session, actor=actor, new=new)
    return {
        "invitation": invite(session, actor=actor, user=user),
        "reset": hand_reset(session, actor=actor, user=user),
    }


def _feed(session: Session) -> UUID:
    """Make a feed of the coordinator's own."""
    user = _first(session, select(User).where(User.email.startswith(f"{COORDINATOR}@")))
    choice = FeedChoice("見本の予定", "ja", (EntryKind.VISIT, EntryKind.TASK))
    return create_feed(session, actor=user.as_actor(), key=uuid7(), choice=choice).feed.id


def _long_over(session: Session) -> UUID:
    """Add a visit whose time of keeping is over."""
    days = {"starts": date(2017, 9, 28), "ends": date(2017, 10, 2)}
    return make_visit(session, state=VisitState.CLOSED, is_demo=True, **days).id


def _long_decided(session: Session, actor: Actor) -> UUID:
    """Add another, and decide that it is to be disposed of."""
    subject = Subject("visit", _long_over(session))
    row = candidate_of(session, subject, today=clock.today(), sources=OFFICIAL_SOURCES)
    said = Verdict(Disposal.DISPOSE, "保存期間満了")
    decide_disposal(session, actor=actor, candidate=row, verdict=said, version=0)
    return subject.id


def _erased(session: Session, actor: Actor) -> UUID:
    """Keep the record of something that went."""
    record = ErasureRecord(
        kind=RecordedAct.ERASURE,
        at=clock.now(),
        by_name=actor.name,
        reason="保護者からの申出",
        counts={Held.REGISTRATIONS.value: 1, Held.CONSENTS.value: 4},
        is_demo=True,
    )
    session.add(record)
    session.flush()
    return record.id
