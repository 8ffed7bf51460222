"""What an account answers for and what opens by it, room by room: the one visible list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exchange.calendars.services import count_feeds_of, end_feeds_of
from exchange.celebrations.offers import BELONGING as CELEBRATIONS
from exchange.core.belongings import Belongings, ClosingSource
from exchange.delegations.offers import BELONGING as VISITS
from exchange.delegations.services.partner_links import count_links_of as count_list_links
from exchange.delegations.services.partner_links import renew_links_of as renew_list_links
from exchange.handover.enums import Opened
from exchange.inquiries.services import count_links_of as count_figure_links
from exchange.inquiries.services import renew_links_of as renew_figure_links
from exchange.letters.offers import BELONGING as LETTERS
from exchange.promises.offers import BELONGING as PROMISES
from exchange.tasks.offers import BELONGING as TASKS
from exchange.youth.services.assessors import count_assessors_of, end_assessors_of


@dataclass(frozen=True, slots=True)
class Offered:
    """The kinds of things that are somebody's, and what ends with an account or is renewed."""

    belongings: Belongings
    closings: Mapping[Opened, ClosingSource]


OFFERED: Final = Offered(
    belongings=(VISITS, CELEBRATIONS, PROMISES, LETTERS, TASKS),
    closings={
        Opened.FEEDS: ClosingSource(count_feeds_of, end_feeds_of),
        Opened.PARTNER_LISTS: ClosingSource(count_list_links, renew_list_links),
        Opened.ASSESSORS: ClosingSource(count_assessors_of, end_assessors_of),
        Opened.INQUIRIES: ClosingSource(count_figure_links, renew_figure_links),
    },
)
