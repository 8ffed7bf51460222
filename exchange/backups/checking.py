"""Reading a backup through before anything is changed: its bytes, and the keys it was made with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from exchange.backups.archive import ArchiveReader, Part, Row
from exchange.backups.errors import BackupError, DamagedError
from exchange.core.database import sealed_columns
from exchange.core.keys import Keyring, KeyTrial, LedgerKey, Place

#: So many participations are compared with the pupils they are linked to.
_COMPARED: Final = 50


@dataclass(frozen=True, slots=True)
class Keys:
    """What an instance is set to: the data keys, and the ledger's."""

    ring: Keyring
    ledger: LedgerKey | None


@dataclass(slots=True)
class _LedgerTrial:
    """Finds out by the ledger's own digests whether they were made with a key."""

    key: LedgerKey | None
    _pupils: dict[str, str] = field(default_factory=dict)
    _matches: list[bool] = field(default_factory=list)

    def link(self, participation: str, pupil: str) -> None:
        """Take one of the links that name a participation's pupil."""
        if len(self._pupils) < _COMPARED:
            self._pupils[participation] = pupil

    def see(self, participation: str, digest: str) -> None:
        """Compare a participation whose pupil is known."""
        if pupil := self._pupils.get(participation):
            self._matches.append(self.key is not None and self.key.digest(UUID(pupil)) == digest)

    @property
    def fits(self) -> bool:
        """Whether any digest is the key's; pupils merged since have another."""
        return any(self._matches) or not self._matches


def check_whole(archive: ArchiveReader, keys: Keys) -> None:
    """Read every part once; raises BackupError where it is damaged or its keys are not at hand."""
    sealed, ledger = KeyTrial(keys.ring), _LedgerTrial(keys.ledger)
    for part in archive.manifest.parts:
        looks = [*_at_sealed(part, sealed), *_at_ledger(part, ledger)]
        for row in archive.rows(part):
            _look(looks, row)
    if sealed.unopened:
        raise BackupError(
            f"what this backup holds sealed under the data key {sealed.unopened[0]!r} does not"
            " open; set EXCHANGE_DATA_KEY as it was where the backup was made"
        )
    if not ledger.fits:
        raise BackupError(
            "the ledger's digests were made with another key;"
            " set EXCHANGE_LEDGER_KEY as it was where the backup was made"
        )


def _look(looks: list[Callable[[Row], None]], row: Row) -> None:
    try:
        for look in looks:
            look(row)
    except (AttributeError, TypeError, ValueError) as error:  # no value of its column
        raise DamagedError from error


def _at_sealed(part: Part, trial: KeyTrial) -> Iterator[Callable[[Row], None]]:
    names = [column.name for column in part.columns]
    for name in sealed_columns().get(part.table, ()):
        if name in names:  # an older schema may not have it

            def look(row: Row, name: str = name, at: int = names.index(name)) -> None:
                if row[at] is not None:
                    trial.see(row[at], Place(part.table, name, UUID(row[names.index("id")])))

            yield look


def _at_ledger(part: Part, trial: _LedgerTrial) -> Iterator[Callable[[Row], None]]:
    take = {
        "participation_people": (trial.link, ("participation_id", "pupil_id")),
        "participations": (trial.see, ("id", "person_digest")),
    }
    if part.table in take:
        told, wanted = take[part.table]
        names = [column.name for column in part.columns]
        one, other = (names.index(name) for name in wanted)
        yield lambda row: told(row[one], row[other])
