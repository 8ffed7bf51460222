"""Rosters as schools write them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import uuid7
from exchange.core.keys import Keyring, new_key
from exchange.core.permissions import Actor
from exchange.documents.sheet_files import read_sheets
from exchange.youth.models import Roster
from exchange.youth.queries.roster_runs import roster_run
from exchange.youth.queries.rosters import roster_for
from exchange.youth.roster.dryrun import DryRun
from exchange.youth.services.rosters import Sent, receive_roster

RING = Keyring.parse(f"k1:{new_key()}")

HEADINGS = (
    "氏名",
    "ふりがな",
    "生年月日",
    "学年",
    "組",
    "保護者氏名",
    "保護者メール",
    "保護者電話",
)
FIRST = (
    "髙﨑 花子",
    "たかさき はなこ",
    "H24.5.3",
    "2",
    "1",
    "髙﨑 太郎",
    "t@example.jp",
    "0901234567",
)
SECOND = ("見本 次郎", "みほん じろう", "2011/7/7", "3", "2", "見本 太郎", "", "")


def sent(body: bytes, name: str = "名簿.csv") -> Sent:
    """Read a file as the desk does."""
    return Sent(name, read_sheets(body))


def rows_of(*rows: Sequence[object]) -> Sequence[Sequence[object]]:
    """Put the usual headings above rows."""
    return [HEADINGS, *rows]


def make_roster(session: Session, actor: Actor, edition_id: UUID, body: bytes) -> Roster:
    """Send a roster as a school."""
    return receive_roster(
        session,
        actor=actor,
        edition_id=edition_id,
        sent=sent(body),
        ring=RING,
        key=uuid7(),
    )


def run_of(session: Session, actor: Actor, roster: Roster) -> DryRun:
    """Return what would become of a roster now."""
    found = roster_for(session, actor, roster.id)
    return roster_run(session, (found.edition, found.school), found, RING)
