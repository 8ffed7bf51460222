"""Which way a programme's next edition goes."""

import pytest

from exchange.youth.enums import ProgrammePattern, YouthDirection
from exchange.youth.rules.pairs import next_direction

_P, _D = ProgrammePattern, YouthDirection


@pytest.mark.parametrize(
    ("pattern", "last", "following"),
    [
        (_P.RECEIVE_THEN_SEND, None, _D.RECEIVE),
        (_P.RECEIVE_THEN_SEND, _D.RECEIVE, _D.SEND),
        (_P.RECEIVE_THEN_SEND, _D.SEND, _D.RECEIVE),
        (_P.RECEIVE_THEN_SEND, _D.ONLINE, _D.RECEIVE),
        (_P.SEND_THEN_RECEIVE, None, _D.SEND),
        (_P.SEND_THEN_RECEIVE, _D.SEND, _D.RECEIVE),
        (_P.SEND_ONLY, _D.SEND, _D.SEND),
        (_P.RECEIVE_ONLY, None, _D.RECEIVE),
        (_P.ONLINE, None, _D.ONLINE),
        (_P.CONFERENCE, _D.SEND, _D.CONFERENCE),
        (_P.VARIED, _D.SEND, None),
    ],
)
def test_the_pattern_says_which_way_the_next_edition_goes(
    pattern: ProgrammePattern, last: YouthDirection | None, following: YouthDirection | None
) -> None:
    assert next_direction(pattern, last) is following
