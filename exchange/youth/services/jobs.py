"""Who does which kind of job of this room; `exchange.rooms` lists them with the others'."""

from collections.abc import Mapping
from typing import Final

from exchange.jobs.worker import Handler
from exchange.youth.services.consent_links import REMIND
from exchange.youth.services.expiring import expire
from exchange.youth.services.offer_mails import TELL_OFFER, tell_offer
from exchange.youth.services.offering import EXPIRE
from exchange.youth.services.reminding import remind
from exchange.youth.services.rosters import DROP, drop_roster

YOUTH_HANDLERS: Final[Mapping[str, Handler]] = {
    REMIND: remind,
    DROP: drop_roster,
    EXPIRE: expire,
    TELL_OFFER: tell_offer,
}
