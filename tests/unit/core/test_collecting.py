"""The collector of cycles waits and goes on as it was."""

import gc

import pytest

from exchange.core.collecting import collection_paused


def test_the_collector_waits_and_goes_on_even_after_a_fault() -> None:
    assert gc.isenabled()
    with collection_paused():
        with collection_paused():
            assert not gc.isenabled()
        assert not gc.isenabled(), "the inner one found it waiting"
    with pytest.raises(ValueError, match="fault"), collection_paused():
        raise ValueError("fault")
    assert gc.isenabled()
