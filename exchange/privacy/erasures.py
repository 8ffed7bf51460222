"""Copies for guardians, as something kept about a pupil: that one was made stays, the words go."""

from typing import Final

from exchange.core.erasures import NO_WORDS, Held, Part, among, pupils
from exchange.privacy.enums import DisclosureState
from exchange.privacy.models import Disclosure

PARTS: Final[tuple[Part, ...]] = (
    Part(
        held=Held.DISCLOSURES,
        table=Disclosure,
        find=among(Disclosure.pupil_id, pupils),
        emptied={
            "asker": NO_WORDS,
            "checked": NO_WORDS,
            "purpose": NO_WORDS,
            "body": None,
            "state": DisclosureState.DROPPED,
        },
        subject="disclosure",
    ),
)
