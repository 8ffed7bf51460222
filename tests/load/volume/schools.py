"""Schools, their accounts, and the staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from exchange.accounts.models import User
from exchange.core.permissions import Role
from exchange.core.text import sort_key
from exchange.youth.enums import SchoolLevel
from exchange.youth.models import School
from tests.load.volume.names import fictional
from tests.load.volume.pen import Pen, noon
from tests.load.volume.sizes import Sizes

#: Where the accounts of the volume have their addresses.
DOMAIN: Final = "volume.example"
_KINDS: Final = (
    (SchoolLevel.JUNIOR_HIGH, "中学校", "ちゅうがっこう"),
    (SchoolLevel.HIGH, "高等学校", "こうとうがっこう"),
    (SchoolLevel.ELEMENTARY, "小学校", "しょうがっこう"),
)
_STAFF: Final = (
    (Role.ADMINISTRATOR, 1),
    (Role.MANAGER, 2),
    (Role.COORDINATOR, 6),
    (Role.SECTION, 4),
    (Role.VIEWER, 4),
)
SECTION: Final = "国際課"


@dataclass(frozen=True, slots=True)
class Places:
    """Who there is before the first pupil: schools by key and kind, the staff by role."""

    schools: tuple[tuple[UUID, SchoolLevel], ...]
    staff: tuple[UUID, ...]

    @property
    def coordinator(self) -> UUID:
        """The key of one who works with everything."""
        return self.staff[3]


def write_schools(pen: Pen, sizes: Sizes, password_hash: str) -> Places:
    """Write the schools with two accounts each, and the staff."""
    at = noon(pen.today - timedelta(days=365 * sizes.years))
    schools = []
    for number in range(sizes.schools):
        level, kind, reading = _KINDS[number % len(_KINDS)]
        name, kana = f"見本第{number}{kind}", f"みほんだい{number}{reading}"
        key = pen.add(
            School,
            at,
            name=name,
            slug=f"sample-{number}",
            kana=kana,
            sort_key=sort_key(kana),
            level=level,
            active=True,
        )
        schools.append((key, level))
        for desk in ("a", "b"):
            local, seen = f"school-{number}{desk}", noon(pen.today) if desk == "a" else None
            _account(pen, local, Role.SCHOOL, password_hash, school_id=key, seen=seen)
    staff = [
        _account(
            pen,
            f"{role.value}-{number}",
            role,
            password_hash,
            section=SECTION if role is Role.SECTION else None,
        )
        for role, count in _STAFF
        for number in range(count)
    ]
    for number in range(sizes.sections):
        _account(pen, f"former-{number}", Role.VIEWER, None, active=False)
    return Places(tuple(schools), tuple(staff))


def _account(
    pen: Pen,
    local: str,
    role: Role,
    password_hash: str | None,
    *,
    school_id: UUID | None = None,
    section: str | None = None,
    active: bool = True,
    seen: datetime | None = None,
) -> UUID:
    name = fictional(pen.chance.randrange(10_000))
    return pen.add(
        User,
        noon(pen.today - timedelta(days=400)),
        email=f"{local}@{DOMAIN}",
        name=f"{name.written}",
        role=role,
        school_id=school_id,
        section=section,
        password_hash=password_hash,
        active=active,
        last_seen_at=seen,
    )
