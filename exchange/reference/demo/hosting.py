"""The demo's homestay: guests to come, three families, one of them checked by half, one pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.database import Name
from exchange.core.keys import Keyring
from exchange.core.permissions import Actor
from exchange.hosting.enums import (
    AgeBand,
    Animal,
    CheckKind,
    CheckResult,
    Preference,
    Sex,
    Smoking,
)
from exchange.hosting.hostlist import FamilyDetails, MemberDetails
from exchange.hosting.models import Guest, HostMember
from exchange.hosting.queries.families import family_for
from exchange.hosting.rules.checks import is_adult
from exchange.hosting.services import (
    CheckDetails,
    GuestDetails,
    add_family,
    add_guest,
    make_pair,
    place,
    record_check,
)
from exchange.hosting.services.placing import Choice
from exchange.youth.models import Edition, Registration

#: Demo people have no address and no needs: nothing is sealed.
_NO_KEYS: Final = Keyring({})
_CHECKED_BY: Final = "（見本）国際交流振興事業団"

_FAMILIES: Final = (
    FamilyDetails(
        name="見本 城山",
        kana="みほん しろやま",
        members=(
            MemberDetails("見本 一郎", "父", AgeBand.MIDDLE),
            MemberDetails("見本 和子", "母", AgeBand.MIDDLE),
            MemberDetails("見本 葵", "長女", AgeBand.TEEN),
        ),
        languages=("ja", "en"),
        hobbies=("音楽", "料理"),
        animals=(),
        pets="なし",
        smoking=Smoking.NONE,
        meals="肉を使わない食事も用意できる",
    ),
    FamilyDetails(
        name="見本 水前寺",
        kana="みほん すいぜんじ",
        members=(
            MemberDetails("見本 正", "父", AgeBand.MIDDLE),
            MemberDetails("見本 幸", "母", AgeBand.MIDDLE),
        ),
        languages=("ja", "de"),
        hobbies=("サッカー",),
        animals=(Animal.DOG,),
        pets="犬1匹",
        smoking=Smoking.OUTSIDE,
        places=2,
    ),
    FamilyDetails(
        name="見本 江津",
        kana="みほん えづ",
        members=(
            MemberDetails("見本 春", "祖母", AgeBand.SENIOR),
            MemberDetails("見本 夏", "母", AgeBand.MIDDLE),
        ),
        languages=("ja",),
        preference=Preference.FEMALE,
        smoking=Smoking.NONE,
    ),
)
#: How many adults of each family are checked.
_CHECKED: Final = (2, 2, 1)


@dataclass(frozen=True, slots=True)
class DemoGuest:
    """A guest of the demo; `consented`: the guardian's paper is here."""

    name: Name
    age: int
    sex: Sex
    languages: tuple[str, ...]
    hobbies: tuple[str, ...] = ()
    consented: bool = True


_GUESTS: Final = (
    DemoGuest(Name("Muster", "Anna"), 16, Sex.FEMALE, ("de", "en"), ("音楽",)),
    DemoGuest(Name("Muster", "Ben"), 15, Sex.MALE, ("de",), ("サッカー",)),
    DemoGuest(Name("Muster", "Clara"), 16, Sex.FEMALE, ("de", "en"), consented=False),
)


def load_hosting(
    session: Session, *, actor: Actor, edition: Edition, child: Registration, today: date
) -> None:
    """Give an edition in which guests come its families; the first one is our pupil's own."""
    families = [
        add_family(
            session,
            actor=actor,
            edition_id=edition.id,
            details=details,
            ring=_NO_KEYS,
            registration_id=None if number else child.id,
        )
        for number, details in enumerate(_FAMILIES)
    ]
    for family, checked in zip(families, _CHECKED, strict=True):
        loaded = family_for(session, actor, family.id)
        _check(
            session, actor, [each for each in loaded.members if is_adult(each.age)][:checked], today
        )
    guests = [_guest(session, actor, edition, who) for who in _GUESTS]
    choice = Choice(guests[0].id, families[0].id, "（見本）葵さんと同じ年ごろ")
    place(session, actor=actor, choice=choice, ring=_NO_KEYS)
    make_pair(
        session,
        actor=actor,
        edition_id=edition.id,
        guest_id=guests[0].id,
        registration_id=child.id,
    )


def _guest(session: Session, actor: Actor, edition: Edition, who: DemoGuest) -> Guest:
    details = GuestDetails(
        name=who.name,
        age=who.age,
        sex=who.sex,
        languages=who.languages,
        hobbies=who.hobbies,
        consent_on=edition.opens_on if who.consented else None,
        consent_paper="（見本）国際課の書庫" if who.consented else "",
    )
    return add_guest(session, actor=actor, edition_id=edition.id, details=details, ring=_NO_KEYS)


def _check(session: Session, actor: Actor, adults: Sequence[HostMember], today: date) -> None:
    for member in adults:
        details = CheckDetails(
            kind=CheckKind.INTERVIEW,
            checked_on=today - timedelta(days=30),
            result=CheckResult.PASSED,
            checked_by=_CHECKED_BY,
            expires_on=today + timedelta(days=700),
        )
        record_check(session, actor=actor, member_id=member.id, details=details)
