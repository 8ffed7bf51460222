"""What the driven people need to know of the instance: accounts, links, addresses."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from config import load_settings
from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.links import signed_token
from exchange.youth.models import ConsentRequest, Registration, School
from tests.load.volume.pupils import FIRST_AGE, FIRST_GRADE
from tests.load.volume.schools import DOMAIN

_PASSWORD: Final = "correct-horse-battery"
_LINKS: Final = 3_000
_STAFF: Final = 6


def write_plan(folder: Path, environ: Mapping[str, str]) -> Path:
    """Write the plan of an instance that `make volume` filled."""
    settings = load_settings(environ)
    keys = json.loads((settings.instance_dir / "volume.json").read_text("utf-8"))
    with opened(settings) as (_settings, database), database.reading() as session:
        plan = {
            "open": keys["open"],
            "password": _PASSWORD,
            "today": clock.today().isoformat(),
            "schools": _schools(session),
            "links": _links(session, keys["open"], settings.secret_key or ""),
            "staff": [f"coordinator-{number}@{DOMAIN}" for number in range(_STAFF)],
            "pages": [
                ("home", "/home/"),
                ("edition", f"/youth/editions/{keys['open']}/"),
                ("tasks", "/tasks/"),
                ("visit", f"/delegations/{keys['visit']}/"),
                ("edition's board", f"/youth/editions/{keys['open']}/board"),
                ("consents", f"/youth/editions/{keys['open']}/consent"),
                ("registration", f"/youth/registrations/{keys['registration']}/"),
                ("waiting list", f"/youth/editions/{keys['open']}/waiting/"),
                ("messages", "/youth/messages/"),
                ("letters", "/letters/"),
            ],
        }
    file = folder / "plan.json"
    file.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    return file


def _schools(session: Session) -> list[dict[str, object]]:
    """Return the schools' accounts, each with a birth date and a year that fit its pupils."""
    year = clock.today().year
    rows = session.scalars(select(School).order_by(School.slug))
    return [
        {
            "email": f"school-{row.slug.removeprefix('sample-')}a@{DOMAIN}",
            "born": f"{year - FIRST_AGE[row.level] - 1}-05-03",
            "grade": FIRST_GRADE[row.level],
        }
        for row in rows
    ]


def _links(session: Session, edition: str, secret: str) -> list[dict[str, object]]:
    rows = session.scalars(
        select(ConsentRequest)
        .join(ConsentRequest.registration)
        .where(Registration.edition_id == edition, Registration.state == "submitted")
        .options(
            joinedload(ConsentRequest.link),
            contains_eager(ConsentRequest.registration).joinedload(Registration.pupil),
        )
        .order_by(ConsentRequest.id)
        .limit(_LINKS)
    )
    return [
        {
            "token": signed_token(asked.link, secret),
            "born": asked.registration.pupil.birth_date.isoformat(),
        }
        for asked in rows
    ]
