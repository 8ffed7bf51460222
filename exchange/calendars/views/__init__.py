"""The calendar page and what its grid asks for, the feeds, and every `.ics` of the house."""

from exchange.calendars.views import feeds, intake, pages, private
from exchange.calendars.views.room import blueprint

__all__ = ["blueprint", "feeds", "intake", "pages", "private"]
