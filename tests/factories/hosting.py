"""Host families with checked adults, guests, stays and pairs."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, Final

from sqlalchemy.orm import Session

from exchange.core.database import Name
from exchange.core.keys import Keyring, new_key
from exchange.hosting.enums import AgeBand, CheckKind, CheckResult, Smoking
from exchange.hosting.models import (
    Guest,
    HostCheck,
    HostFamily,
    HostingPlan,
    HostMember,
    Placement,
    YouthPair,
)
from exchange.youth.enums import YouthDirection
from exchange.youth.models import Edition, Pupil
from tests.factories.youth import make_edition, make_pupil

_NUMBERS = count(1)
RING: Final = Keyring.parse(f"k1:{new_key()}")
LAST_SPRING: Final = date(2026, 3, 2)


def make_receiving(session: Session, **changes: Any) -> Edition:  # noqa: ANN401 - any column
    """Add an edition of August 2026 in which guests come."""
    return make_edition(session, direction=YouthDirection.RECEIVE, **changes)


def make_plan(session: Session, edition: Edition, **changes: Any) -> HostingPlan:  # noqa: ANN401
    """Add the hosting of an edition."""
    plan = HostingPlan(edition_id=edition.id, **changes)
    session.add(plan)
    session.flush()
    return plan


def make_family(session: Session, **changes: Any) -> HostFamily:  # noqa: ANN401 - any column
    """Add a family without pets or smoke whose `checked` adults (two) were checked in spring."""
    number = next(_NUMBERS)
    edition = changes.pop("edition", None) or make_receiving(session)
    checked = changes.pop("checked", 2)
    values: dict[str, Any] = {
        "edition_id": edition.id,
        "number": number,
        "name": f"見本 家庭{number}",
        "sort_key": f"みほん{number:04d}",
        "match_key": f"見本家庭{number}|",
        "languages": ["ja"],
        "hobbies": [],
        "animals": [],
        "smoking": Smoking.NONE,
    }
    family = HostFamily(**(values | changes))
    session.add(family)
    session.flush()
    for position, relation in enumerate(("父", "母"), 1):
        member = make_member(session, family=family, position=position, relation=relation)
        if position <= checked:
            make_check(session, member=member)
    return family


def make_member(session: Session, **changes: Any) -> HostMember:  # noqa: ANN401 - any column
    """Add an adult of a family."""
    family = changes.pop("family", None) or make_family(session)
    values: dict[str, Any] = {
        "family_id": family.id,
        "position": 9,
        "name": f"見本{next(_NUMBERS)}",
        "relation": "父",
        "age": AgeBand.MIDDLE,
    }
    member = HostMember(**(values | changes))
    session.add(member)
    session.flush()
    return member


def make_check(session: Session, **changes: Any) -> HostCheck:  # noqa: ANN401 - any column
    """Add a passed interview of last spring that does not run out."""
    member = changes.pop("member", None) or make_member(session)
    values: dict[str, Any] = {
        "member_id": member.id,
        "kind": CheckKind.INTERVIEW,
        "checked_on": LAST_SPRING,
        "result": CheckResult.PASSED,
        "checked_by": "事業団 見本",
        "recorded_at": datetime(2026, 3, 2, tzinfo=UTC),
        "actor_name": "国際課 見本",
    }
    check = HostCheck(**(values | changes))
    session.add(check)
    session.flush()
    return check


def make_guest(session: Session, **changes: Any) -> Guest:  # noqa: ANN401 - any column
    """Add a guest of sixteen whose guardian consented."""
    edition = changes.pop("edition", None) or make_receiving(session)
    name = changes.pop("name", None) or Name("Muster", f"Lena{next(_NUMBERS)}")
    values: dict[str, Any] = {
        "edition_id": edition.id,
        "age": 16,
        "languages": ["de", "en"],
        "hobbies": [],
        "consent_on": date(2026, 6, 1),
        "consent_paper": "国際課 書庫3",
    }
    guest = Guest(**(values | changes))
    guest.rename(name)
    session.add(guest)
    session.flush()
    return guest


def make_placement(session: Session, **changes: Any) -> Placement:  # noqa: ANN401 - any column
    """Add a stay of the whole edition of August 2026."""
    guest = changes.pop("guest", None) or make_guest(session)
    family = changes.pop("family", None) or make_family(session)
    values: dict[str, Any] = {
        "guest_id": guest.id,
        "family_id": family.id,
        "starts": date(2026, 8, 1),
        "until": date(2026, 8, 10),
        "placed_at": datetime(2026, 6, 10, tzinfo=UTC),
        "actor_name": "国際課 見本",
        "reason": "英語で話せる",
    }
    stay = Placement(**(values | changes))
    session.add(stay)
    session.flush()
    return stay


def make_pair(session: Session, **changes: Any) -> YouthPair:  # noqa: ANN401 - any column
    """Add a lasting pair of a new pupil and a new guest."""
    edition = changes.pop("edition", None) or make_receiving(session)
    guest = changes.pop("guest", None) or make_guest(session, edition=edition)
    pupil: Pupil = changes.pop("pupil", None) or make_pupil(session)
    values: dict[str, Any] = {
        "edition_id": edition.id,
        "guest_id": guest.id,
        "pupil_id": pupil.id,
        "made_by": "国際課 見本",
    }
    pair = YouthPair(**(values | changes))
    session.add(pair)
    session.flush()
    return pair
