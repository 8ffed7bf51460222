"""When a registration still has to become something, and that an erased pupil is nobody."""

from uuid import UUID

import pytest

from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.rules.erasing import ENDED, erased_match, is_unsettled


@pytest.mark.parametrize("state", list(RegistrationState))
@pytest.mark.parametrize("edition", list(EditionState))
def test_only_an_open_edition_keeps_somebody_who_has_not_dropped_out(
    state: RegistrationState, edition: EditionState
) -> None:
    is_open = edition in {EditionState.DRAFT, EditionState.ANNOUNCED}
    assert is_unsettled(state, edition) is (is_open and state not in ENDED)


def test_whoever_took_part_waits_for_the_count() -> None:
    assert is_unsettled(RegistrationState.COMPLETED, EditionState.ANNOUNCED)


def test_no_name_and_birth_date_give_the_key_of_an_erased_pupil() -> None:
    assert erased_match(UUID(int=1)) == "erased|00000000-0000-0000-0000-000000000001"
