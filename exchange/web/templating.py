"""What every template may use: translations, dates, who asks, the places of the header."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro

from config import Contact
from exchange import __version__
from exchange.core.amounts import YEN
from exchange.core.database import Localized, Money
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, label
from exchange.core.printing import (
    anniversary_ordinal,
    day_of_year_text,
    day_text,
    fiscal_year_text,
    moment_text,
    money_text,
    month_text,
    partial_text,
    range_text,
    weekday_text,
)
from exchange.core.translate import say, show, translate
from exchange.web import languages
from exchange.web.access import actor
from exchange.web.addresses import page_above, same_page
from exchange.web.pages import can_mail, settings
from exchange.web.places import drawn_places
from exchange.web.transactions import session

#: Every template stays compiled; by default the 400 used last do, and there are more.
_NO_LIMIT: Final = -1
#: Of what a page hands to these pieces they look at its language alone: a test says so.
PIECES: Final = "components/"
_LANGUAGE: Final = ("lang", "chosen_language", "t")
#: Functions and methods, which are called as they are.
_PLAIN: Final = frozenset({FunctionType, MethodType, BuiltinMethodType})


class _HouseTemplate(Template):
    """A template whose import costs little: of a piece, all pages of a language share one."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja's own name
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> TemplateModule:
        """Return the macros of an imported template; those of a piece as they were made once."""
        if vars is None or not (self.name or "").startswith(PIECES):
            return super().make_module(vars, shared, locals)
        made: dict[str, TemplateModule] = self.__dict__.setdefault("made", {})
        language = vars["chosen_language"]
        if language not in made:
            made[language] = super().make_module({name: vars[name] for name in _LANGUAGE})
        return made[language]


class _HouseContext(Context):
    """What a template's names mean; calls of our own functions and macros go without detours."""

    def call(self, obj: Callable[..., Any], /, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        """Call what a template calls; anything out of the ordinary goes Jinja's way."""
        kind = type(obj)
        if kind is not Macro and (kind not in _PLAIN or hasattr(obj, "jinja_pass_arg")):
            return super().call(obj, *given, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return obj(self.eval_ctx, *given, **named) if kind is Macro else obj(*given, **named)


def register_templating(app: Flask) -> None:
    """Make undefined names raise and give templates their globals and filters."""
    app.jinja_options = {**app.jinja_options, "cache_size": _NO_LIMIT}
    app.jinja_env.template_class = _HouseTemplate
    app.jinja_env.context_class = _HouseContext
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        t=_t,
        label=label,
        days=_days,
        can_mail=can_mail,
        contact=_contact,
        csrf_token=generate_csrf,
        version=__version__,
    )
    app.jinja_env.filters.update(
        anniversary=_anniversary,
        date=_date,
        day=_day,
        datetime=_datetime,
        fiscal_year=_fiscal_year,
        localized=_localized,
        money=_money,
        month=_month,
        month_alone=_month_alone,
        short_day=_short_day,
        weekday=_weekday,
        yen=_yen,
    )
    app.context_processor(_context)


def _contact() -> Contact:
    return settings().contact


def _t(text: str | Message, /, **params: object) -> str:
    return _speaking(languages.words())(text, **params)


@cache
def _speaking(language: str) -> Callable[..., str]:
    """Return what a page of a language calls for each of its words."""

    def t(text: str | Message, /, **params: object) -> str:
        if isinstance(text, Message):
            return translate(text, language)
        return translate(Message(text, params), language) if params else say(text, language)

    return t


def _date(value: date | PartialDate, *, weekday: bool = True) -> str:
    """Print a day with its weekday, or a partial date as it is."""
    if isinstance(value, PartialDate):
        return partial_text(value, languages.current(), weekday=weekday)
    return day_text(value, languages.current(), weekday=weekday)


def _day(value: date | PartialDate) -> str:
    return _date(value, weekday=False)


def _short_day(value: date) -> str:
    """Print a day where its year stands beside it."""
    return day_of_year_text(value, languages.current())


def _weekday(value: date) -> str:
    return weekday_text(value, languages.current())


def _month(value: date) -> str:
    """Print the month a day is in."""
    return partial_text(PartialDate(value.year, value.month), languages.current())


def _month_alone(value: date) -> str:
    """Print the month a day is in without its year, where the year stands beside it."""
    return month_text(value.month, languages.current())


def _anniversary(ordinal: int) -> str:
    """Print which anniversary it is: 35周年."""
    return anniversary_ordinal(ordinal, languages.current())


def _days(first: date, last: date) -> str:
    return range_text(first, last, languages.current())


def _datetime(value: datetime, zone: str | None = None) -> str:
    place = ZoneInfo(zone) if zone else OFFICE_ZONE
    return moment_text(value, languages.current(), zone=place)


def _fiscal_year(value: FiscalYear) -> str:
    return fiscal_year_text(value, languages.current())


def _money(value: Money) -> str:
    return money_text(value, languages.current())


def _yen(value: int) -> str:
    """Print whole yen."""
    return money_text(Money(value, YEN), languages.current())


def _localized(value: Localized) -> str:
    return value.in_language(languages.words())


def _context() -> dict[str, Any]:
    language = languages.current()
    return {
        "lang": language,
        "chosen_language": languages.words(),
        "t": _speaking(languages.words()),
        "languages": [(tag, name, _in_language(tag)) for tag, name in languages.choices()],
        "settings_public": current_app.extensions["settings"].public,
        "show": lambda value: show(value, languages.words()),
        **(_NOBODY if g.get("plain_page") else _person()),
    }


#: What a page of a broken or busy server knows: it asks the database nothing.
_NOBODY: Final[Mapping[str, Any]] = {"actor": None, "places": (), "contains_demo": False}


def _person() -> Mapping[str, Any]:
    return {
        "actor": actor(),
        "places": drawn_places(actor()),
        "contains_demo": current_app.extensions["contains_demo"](session()),
    }


def _in_language(tag: str) -> str:
    """Return the address of this page in a language; what was asked for stays."""
    if request.method != "GET":
        return f"{page_above()}?lang={tag}"
    return same_page(lang=tag)
