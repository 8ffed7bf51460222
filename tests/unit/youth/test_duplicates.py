"""When two pupils can be made one, how long it can be undone, and under whom they count."""

from datetime import date
from uuid import uuid4

import pytest

from exchange.core.database import Localized
from exchange.core.errors import DomainError
from exchange.youth.enums import RegistrationState
from exchange.youth.rules.duplicates import (
    counted_under,
    ensure_newest,
    ensure_no_shared_edition,
    ensure_once_in_edition,
    ensure_two_persons,
    ensure_undoable,
    undo_until,
)

_S = RegistrationState
MERGED = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("today", "fine"),
    [(MERGED, True), (date(2026, 12, 4), True), (date(2026, 12, 5), False)],
)
def test_a_merge_can_be_undone_for_fourteen_days(today: date, fine: bool) -> None:
    assert undo_until(MERGED) == date(2026, 12, 4)
    if fine:
        ensure_undoable(MERGED, today)
        return
    with pytest.raises(DomainError, match="too_late"):
        ensure_undoable(MERGED, today)


def test_one_person_is_not_merged_again_nor_an_older_merge_undone_first() -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    ensure_two_persons(one, two)
    ensure_newest([one, two], [two, one])
    with pytest.raises(DomainError, match="one_already"):
        ensure_two_persons(one, one)
    with pytest.raises(DomainError, match="later_merge"):
        ensure_newest([one, two], [one, two, three])


def test_both_in_one_running_edition_are_not_merged() -> None:
    ensure_no_shared_edition([])
    with pytest.raises(DomainError, match="shared_edition"):
        ensure_no_shared_edition([Localized({"ja": "見本派遣"})])


@pytest.mark.parametrize("state", list(_S))
def test_a_child_is_in_an_edition_once_unless_out_of_it_or_a_draft(
    state: RegistrationState,
) -> None:
    out = {_S.DRAFT, _S.WITHDRAWN, _S.NOT_SELECTED, _S.DECLINED, _S.CANCELLED_BY_PROGRAMME}
    if state in out:
        ensure_once_in_edition([state])
        return
    with pytest.raises(DomainError, match="registered_elsewhere"):
        ensure_once_in_edition([_S.WITHDRAWN, state])


@pytest.mark.parametrize(
    ("before", "target"), [(set(), "a"), ({"b"}, "b"), ({"b", "a"}, "a"), ({"c"}, "c")]
)
def test_nobody_whom_a_finished_year_has_counted_is_counted_anew(
    before: set[str], target: str
) -> None:
    assert counted_under(["a", "b", "c"], before) == target
