"""The demo's youth exchanges: two programmes, their editions closed, open and in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from exchange.core import clock
from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.partners.queries import partner_by_slug
from exchange.reference.demo.applications import load_applications
from exchange.reference.demo.cast import SECTION
from exchange.reference.demo.hosting import load_hosting
from exchange.reference.demo.selections import load_selections
from exchange.reference.demo.stage import Stage, announce_one, moment, register_one, titled
from exchange.youth.enums import (
    ConsentGiver,
    ConsentPurpose,
    Organiser,
    ProgrammePattern,
    Registering,
    YouthDirection,
)
from exchange.youth.models import Edition, Programme, Registration
from exchange.youth.queries.asked import asked_registrations
from exchange.youth.rules.editions import Plan
from exchange.youth.services import (
    EditionDetails,
    PaperList,
    ProgrammeDetails,
    close_edition,
    confirm_pupils,
    create_programme,
    mark_absent,
    mark_completed,
    record_papers,
    select_pupils,
    withdraw,
)
from exchange.youth.services.serving import serve_strategy

#: What pupils answer beside their guardians.
_OWN: Final = (ConsentPurpose.JOIN,)


@dataclass(frozen=True, slots=True)
class Past:
    """What became of a closed edition: who was registered, and how it ended for them."""

    title: Localized
    direction: YouthDirection
    starts: date
    completed: Sequence[tuple[str, int]]
    absent: Sequence[tuple[str, int]] = ()
    withdrawn: Sequence[tuple[str, int]] = ()


def load_youth(stage: Stage) -> None:
    """Make both programmes with their editions."""
    heidelberg, kaohsiung = _programmes(stage)
    for programme, past in (
        (heidelberg, _last_year(stage.today)),
        (kaohsiung, _lately(stage.today)),
    ):
        _close_one(stage, programme, past)
    _open_one(stage, heidelberg, YouthDirection.SEND, (("school-a", 0), ("school-b", 2)))
    load_applications(
        stage, _open_one(stage, kaohsiung, YouthDirection.ONLINE, (("school-b", 4),))[0]
    )
    load_selections(stage, kaohsiung)
    edition, [child] = _open_one(stage, heidelberg, YouthDirection.RECEIVE, (("school-b", 1),))
    _consent(stage, edition, [child])  # a host family is told of nobody without it
    load_hosting(
        stage.session,
        actor=stage.actor,
        edition=edition,
        child=stage.session.get_one(Registration, child),
        today=stage.today,
    )


def _programmes(stage: Stage) -> tuple[Programme, Programme]:
    """Make a programme with Heidelberg and one with Kaohsiung."""
    heidelberg = _programme(
        stage,
        "heidelberg",
        Localized(
            {
                "ja": "（見本）ハイデルベルク青少年交流",
                "en": "(Demo) Heidelberg youth exchange",
                "zh-Hant": "（範例）海德堡青少年交流",
            }
        ),
        ProgrammePattern.SEND_THEN_RECEIVE,
    )
    kaohsiung = _programme(
        stage,
        "kaohsiung",
        Localized(
            {
                "ja": "（見本）高雄市中高生交流",
                "en": "(Demo) Kaohsiung school exchange",
                "zh-Hant": "（範例）高雄市國高中生交流",
            }
        ),
        ProgrammePattern.VARIED,
    )
    return heidelberg, kaohsiung


def _last_year(today: date) -> Past:
    """In the summer of the fiscal year before this one."""
    starts = date(FiscalYear.of(today).previous.start, 8, 1)
    return Past(
        title=titled(starts, "派遣", "visit to Heidelberg", "派遣"),
        direction=YouthDirection.SEND,
        starts=starts,
        completed=(("school-a", 0), ("school-a", 1), ("school-b", 1), ("school-b", 2)),
        absent=(("school-a", 2),),
        withdrawn=(("school-b", 4),),
    )


def _lately(today: date) -> Past:
    """Two months ago; one pupil was in Heidelberg, too."""
    starts = today - timedelta(days=60)
    return Past(
        title=titled(starts, "高雄訪問", "visit to Kaohsiung", "高雄訪問"),
        direction=YouthDirection.SEND,
        starts=starts,
        completed=(("school-a", 0), ("school-a", 4), ("school-b", 4)),
    )


def _programme(
    stage: Stage, partner: str, names: Localized, pattern: ProgrammePattern
) -> Programme:
    details = ProgrammeDetails(
        names=names,
        section=SECTION,
        organiser=Organiser.CITY,
        pattern=pattern,
        counts=True,
        counts_reason="見本データ：市が主催する事業",
        partner_id=partner_by_slug(stage.session, partner).id,
        is_demo=True,
    )
    return create_programme(stage.session, actor=stage.actor, details=details)


def _close_one(stage: Stage, programme: Programme, past: Past) -> None:
    """Play a past edition through, each step on the day it happened."""
    plan = _plan(past.starts, opens_on=past.starts - timedelta(days=60))
    with clock.held(moment(plan.opens_on)):
        edition = _edition(stage, programme, past, plan)
        keys = {
            who: register_one(stage, edition, who)
            for who in (*past.completed, *past.absent, *past.withdrawn)
        }
    with clock.held(moment(plan.closes_on + timedelta(days=10))):
        for who in past.withdrawn:
            withdraw(
                stage.session, actor=stage.actor, registration_id=keys[who], reason="（見本）都合"
            )
        chosen = [keys[who] for who in (*past.completed, *past.absent)]
        _consent(stage, edition, chosen)
        for decide in (select_pupils, confirm_pupils):
            decide(stage.session, actor=stage.actor, edition_id=edition.id, keys=chosen)
    with clock.held(moment(plan.ends)):
        for mark, group in ((mark_completed, past.completed), (mark_absent, past.absent)):
            if group:
                found = [keys[who] for who in group]
                mark(stage.session, actor=stage.actor, edition_id=edition.id, keys=found)
        close_edition(
            stage.session, actor=stage.actor, edition_id=edition.id, ledger_key=stage.keys.ledger
        )


def _consent(stage: Stage, edition: Edition, keys: Sequence[UUID]) -> None:
    """Tick the papers that came in, school by school: everything but photographs."""
    yes = {
        (giver, purpose): purpose is not ConsentPurpose.PHOTO
        for giver in ConsentGiver
        for purpose in (ConsentPurpose if giver is ConsentGiver.GUARDIAN else _OWN)
    }
    for school in stage.schools.values():
        asked = asked_registrations(stage.session, stage.actor, edition.id, school_id=school.id)
        ticks = {row.id: yes for row in asked if row.id in keys}
        if ticks:
            papers = PaperList(school.id, clock.today(), ticks=ticks, seen={})
            record_papers(stage.session, actor=stage.actor, edition_id=edition.id, papers=papers)


def _open_one(
    stage: Stage, programme: Programme, direction: YouthDirection, who: Sequence[tuple[str, int]]
) -> tuple[Edition, list[UUID]]:
    """Make an edition that takes registrations today, and return it with those of a few pupils."""
    starts = stage.today + timedelta(days=90)
    plan = _plan(starts, opens_on=stage.today - timedelta(days=5))
    words = {
        YouthDirection.SEND: ("派遣", "visit", "派遣"),
        YouthDirection.RECEIVE: ("受入", "guests", "接待"),
        YouthDirection.ONLINE: ("オンライン交流", "online meeting", "線上交流"),
    }[direction]
    coming = Past(titled(starts, *words), direction, starts, completed=())
    way = Registering.BOTH if direction is YouthDirection.ONLINE else Registering.SCHOOL
    edition = _edition(stage, programme, coming, plan, way=way)
    return edition, [register_one(stage, edition, registered) for registered in who]


def _edition(
    stage: Stage,
    programme: Programme,
    past: Past,
    plan: Plan,
    *,
    way: Registering = Registering.SCHOOL,
) -> Edition:
    details = EditionDetails(title=past.title, direction=past.direction, plan=plan, registering=way)
    edition = announce_one(stage, programme, details)
    return serve_strategy(
        stage.session,
        actor=stage.actor,
        edition_id=edition.id,
        version=edition.version,
        measures=["measure-5"],
        projects=["leading-project-09"],
    )


def _plan(starts: date, *, opens_on: date) -> Plan:
    """Thirty days to register, ten days away, ten seats of which one school may take six."""
    return Plan(
        starts=starts,
        ends=starts + timedelta(days=9),
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=30),
        quota=10,
        school_quota=6,
        minimum=2,
    )
