"""Long lists of an edition come page by page, in as many statements as short ones."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.dates import PartialDate
from exchange.core.permissions import Role
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.journeys import AchievementKind
from exchange.youth.models import Achievement, Registration, RegistrationStep
from tests.factories.consents import make_consent_text
from tests.factories.youth import make_edition, make_pupil, make_registration, make_school
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

S = RegistrationState
#: One more than a page.
MANY = 51


def wait(session: Session, row: Registration, number: int) -> None:
    row.state, row.waitlist_rank = S.WAITLISTED, number


def lose_place(session: Session, row: Registration, number: int) -> None:
    row.state = S.CANCELLED_BY_PROGRAMME
    session.add(
        RegistrationStep(
            registration_id=row.id,
            previous=S.SELECTED,
            state=S.CANCELLED_BY_PROGRAMME,
            at=clock.now(),
            actor_name="国際課",
        )
    )


def achieve(session: Session, row: Registration, number: int) -> None:
    row.state = S.COMPLETED
    session.add(
        Achievement(
            registration_id=row.id,
            kind=AchievementKind.PRESENTATION,
            title=f"発表{number}",
            source="学校だより",
            happened=PartialDate.parse("2026-05"),
            consented_by="保護者",
            consented_on=date(2026, 6, 1),
            ends_on=date(2028, 3, 31),
            is_public=False,
        )
    )


def ask(session: Session, row: Registration, number: int) -> None:
    """A guardian of a registration that is handed in is asked."""


@pytest.mark.parametrize(
    ("path", "cursor", "make"),
    [
        ("waiting/", "waiting", wait),
        ("rollover", "cursor", lose_place),
        ("achievements", "record", achieve),
        ("consent", "cursor", ask),
    ],
)
def test_a_long_list_comes_by_pages_and_takes_no_more_statements(
    session: Session,
    client_as: Callable[..., Visitor],
    path: str,
    cursor: str,
    make: Callable[[Session, Registration, int], None],
) -> None:
    make_consent_text(session)
    edition, school = make_edition(session, quota=99), make_school(session)
    staff, address = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/{path}"
    counts, number = [], 0
    for more in (1, MANY - 1):
        for _ in range(more):
            number += 1
            pupil = make_pupil(session, school=school)
            row = make_registration(session, edition=edition, pupil=pupil, consented=number == 1)
            make(session, row, number)
        session.commit()
        staff.get(address)
        session.expire_all()
        with count_statements() as statements:
            page = staff.get(address).text
        counts.append(len(statements))
    assert counts[0] == counts[1]
    links = re.findall(rf'rel="(prev|next)" href="([^"]*[?&;]{cursor}=[^"]+)"', page)
    assert [rel for rel, _ in links] == ["next"]
    last = staff.get(unescape(links[0][1])).text
    assert page.count(pupil.family_name) > last.count(pupil.family_name) > 0
    assert re.findall(rf'rel="(prev|next)" href="[^"]*[?&;]{cursor}=', last) == ["prev"]
