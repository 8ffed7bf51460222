"""The dry run: a list read as chosen, beside the record, and what to mind of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exchange.core.messages import Message, label, message
from exchange.delegations.enums import GuardedMemberColumn, MemberFate, MemberField, MemberRole
from exchange.delegations.memberlist.columns import VOCABULARY, is_romanised
from exchange.delegations.memberlist.diff import MemberDiff
from exchange.delegations.memberlist.rows import Manner, ReadRow, member_rows, read_rows
from exchange.documents.lists.keeping import Choices, in_encoding, table_of
from exchange.documents.lists.reading import ListReading, notes_on
from exchange.documents.sheet_files import SheetFile

_F: Final = MemberField
#: A name must be in the list, in one of its columns.
_NEEDED: Final = (_F.FULL_NAME, _F.FAMILY_NAME, _F.PASSPORT_NAME, _F.PASSPORT_FAMILY)


#: No delegation has more members; what is longer is no list of one.
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class MemberReading(ListReading[MemberField, GuardedMemberColumn]):
    """A list as it is read."""

    rows: Sequence[ReadRow]
    #: Numbers of the rows that are nobody's.
    aside: Sequence[int]

    @property
    def is_named(self) -> bool:
        """Whether a column of names was found."""
        return any(field in self.table.head.fields for field in _NEEDED)


@dataclass(frozen=True, slots=True)
class ListRun:
    """What a person looks at before anything is saved."""

    reading: MemberReading
    diff: MemberDiff

    @property
    def faults(self) -> Sequence[Message]:
        """Why nothing can be taken over."""
        if not self.reading.is_named:
            return [message("delegations.list.lacking", column=label(_F.FULL_NAME))]
        if len(self.reading.rows) > MOST:
            return [message("delegations.list.too_long", most=MOST)]
        return [] if self.reading.rows else [message("delegations.list.empty")]

    @property
    def notes(self) -> Sequence[Message]:
        """What to mind of the list as a whole."""
        name = self.reading.column_of(_F.PASSPORT_NAME)
        romanised = name is not None and is_romanised(name)
        return [
            *([message("delegations.list.romanised", column=name)] if romanised else []),
            *([message("delegations.list.headless")] if self._is_headless else []),
            *notes_on(self.reading, self.reading.aside),
        ]

    @property
    def _is_headless(self) -> bool:
        """Whether nobody would be the head; a list of some need not name them."""
        rows = self.diff.rows
        leads = any(row.role is MemberRole.LEADER for row in rows)
        return bool(rows) and self.diff.complete and not leads

    @property
    def is_clean(self) -> bool:
        """Whether nothing is refused."""
        return not self.faults and not self.diff.counts[MemberFate.REFUSED]

    @property
    def is_idle(self) -> bool:
        """Whether confirming would change nothing."""
        counts = self.diff.counts
        return not any(
            counts[fate] for fate in (MemberFate.ADDED, MemberFate.GONE, MemberFate.CHANGED)
        )


def read_list(file: SheetFile, choices: Choices, manner: Manner) -> MemberReading:
    """Read a list as a person chose, or as it seems to be."""
    file = in_encoding(file, choices.encoding)
    table = table_of(file, choices, VOCABULARY)
    members, aside = member_rows(table.sheet, table.head, with_hidden=choices.with_hidden)
    rows = list(read_rows(members[: MOST + 1], table.sheet, table.head, manner))
    return MemberReading(file, table, choices, rows, aside)
