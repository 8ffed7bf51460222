"""Schools: list one, end one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core.database import add_once, expect_version, flush, uuid7
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.text import sort_key
from exchange.youth.enums import SchoolLevel
from exchange.youth.models import School
from exchange.youth.models.schools import new_slug
from exchange.youth.queries.schools import school_by_id


@dataclass(frozen=True, slots=True)
class SchoolDetails:
    """What is known of a school."""

    name: str
    kana: str
    level: SchoolLevel
    #: Empty: one is made.
    slug: str = ""
    is_demo: bool = False


def create_school(
    session: Session, *, actor: Actor, details: SchoolDetails, key: UUID | None = None
) -> School:
    """List a school, so that accounts can be made for it; sent twice it is one."""
    key = key or uuid7()
    school = School(
        id=key,
        slug=details.slug or new_slug(key),
        name=details.name,
        kana=details.kana,
        sort_key=sort_key(details.kana or details.name),
        level=details.level,
        is_demo=details.is_demo,
    )
    school, new = add_once(session, school)
    if not new:
        return school
    record(
        session,
        actor=actor,
        act="schools.create",
        subject=Subject("school", school.id),
        changes=created(
            {"name": school.name, "slug": school.slug, "kana": school.kana, "level": school.level}
        ),
    )
    return school


def end_school(session: Session, *, actor: Actor, school_id: UUID, version: int) -> School:
    """Take no more registrations from a school; what it registered stays."""
    school = school_by_id(session, school_id)
    expect_version(school, version)
    school.active = False
    flush(session)
    record(
        session,
        actor=actor,
        act="schools.end",
        subject=Subject("school", school.id),
        changes={"active": (True, False)},
    )
    return school
