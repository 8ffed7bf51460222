"""What hosting keeps about a pupil: lasting pairs, and the family's own entry on the list."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.erasures import (
    NO_WORDS,
    Emptied,
    Held,
    Obstacle,
    Part,
    Person,
    Search,
    among,
    pupils,
    registrations,
)
from exchange.core.messages import message
from exchange.hosting.enums import Preference, Smoking
from exchange.hosting.models import HostCheck, HostFamily, HostMember, Placement, YouthPair
from exchange.youth.models import Edition, Registration


def hindrances(session: Session, person: Person, today: date) -> Sequence[Obstacle]:
    """Say in which editions the pupil's family may still have a guest."""
    families = session.execute(
        select(HostFamily.id, Edition.title)
        .join(Registration, HostFamily.registration_id == Registration.id)
        .join(Edition, HostFamily.edition_id == Edition.id)
        .where(
            Registration.id.in_(person.registrations),
            HostFamily.purged_at.is_(None),
            HostFamily.ended_at.is_(None),
            Edition.ends >= today,
        )
        .order_by(Edition.starts, Registration.id, HostFamily.id)
    )
    return [
        Obstacle(message("hosting.erasing.hosts", edition=title), f"/hosting/families/{key}/")
        for key, title in families
    ]


def _members(search: Search) -> ColumnElement[bool]:
    families = select(HostFamily.id).where(HostFamily.registration_id.in_(registrations(search)))
    return HostMember.family_id.in_(families)


def _checks(search: Search) -> ColumnElement[bool]:
    return HostCheck.member_id.in_(select(HostMember.id).where(_members(search)))


def _stays(search: Search) -> ColumnElement[bool]:
    families = select(HostFamily.id).where(HostFamily.registration_id.in_(registrations(search)))
    return Placement.family_id.in_(families)


def _empty_family(_key: UUID) -> Emptied:
    return {
        **dict.fromkeys(("name", "kana", "sort_key", "pets", "meals", "end_reason"), ""),
        **dict.fromkeys(("match_key", "animals", "registration_id"), None),
        **dict.fromkeys(("address", "phone", "mail", "notes"), None),
        "languages": [],
        "hobbies": [],
        "smoking": Smoking.UNKNOWN,
        "preference": Preference.ANY,
        "purged_at": clock.now(),
    }


#: Stays and pairs are the guests' history too: their days stay, the words go.
PARTS: Final[tuple[Part, ...]] = (
    Part(
        held=Held.HOST_PAIRS,
        table=YouthPair,
        find=among(YouthPair.pupil_id, pupils),
        emptied={"end_reason": case((YouthPair.ended_at.is_(None), ""), else_=NO_WORDS)},
        subject="youth_pair",
    ),
    Part(
        held=Held.HOST_FAMILIES,
        table=Placement,
        find=_stays,
        emptied={
            "reason": "",
            "end_reason": case((Placement.ended_at.is_(None), ""), else_=NO_WORDS),
        },
    ),
    Part(held=Held.HOST_FAMILIES, table=HostCheck, find=_checks),
    Part(held=Held.HOST_FAMILIES, table=HostMember, find=_members),
    Part(
        held=Held.HOST_FAMILIES,
        table=HostFamily,
        find=among(HostFamily.registration_id, registrations),
        emptied=_empty_family,
        subject="host_family",
    ),
)
