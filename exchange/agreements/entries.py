"""Anniversaries as calendar entries, in every language feeds may be asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from exchange.agreements.models import Agreement, Basis
from exchange.agreements.queries import BasisFacts, agreements_with_terms, bases, facts_of_bases
from exchange.agreements.rules import (
    REMINDER_MONTHS,
    Anniversary,
    adopted_claim,
    anniversaries,
    expiry,
    months_before,
    sources_disagree,
)
from exchange.core.database.facts import MadeOf, unseen
from exchange.core.dates import PartialDate, Precision
from exchange.core.entries import (
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntrySource,
    anniversary_uid,
    term_uid,
)
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.printing import anniversary_ordinal, month_text, partial_text
from exchange.core.translate import translate
from exchange.partners.models import Partner

#: A day no source gives is never shown: the title says so first.
_MONTH_ONLY: Final = {
    "ja": "{month}中（日は未確定）{title}",
    "en": "In {month} (day not confirmed): {title}",
    "zh-Hant": "{month}中（日期未確定）{title}",
    "zh-Hans": "{month}中（日期未确定）{title}",
    "ko": "{month} 중(날짜 미확정) {title}",
    "de": "Im {month} (Tag nicht bestätigt): {title}",
    "fr": "En {month} (jour non confirmé) : {title}",
}
#: By what was asked for and the facts they were made of.
_MADE: Final = MadeOf[EntryQuery, BasisFacts, Sequence[CalendarEntry]](most=64)
#: For languages of which catalogues hold no text: titles are made of name and ordinal alone.
_TITLE_ALONE: Final = "{partner} · {ordinal}"


def anniversary_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return the anniversaries within a query; bases that are not public for staff alone.

    They are made anew only where what they are made of is not what it was.
    """
    public_only, asked = query.audience is Audience.PUBLIC, replace(query, actor=None)
    facts = facts_of_bases(session, public_only=public_only, partners=query.partners)
    if (known := _MADE.get(asked, facts)) is not None:
        return known
    with unseen(session) as fresh:
        found = bases(fresh, public_only=public_only, partners=query.partners)
    made = _anniversaries(found, query)
    _MADE.keep({asked: (facts, made)})
    return made


def _anniversaries(found: Sequence[Basis], query: EntryQuery) -> Sequence[CalendarEntry]:
    return [
        _entry(basis, anniversary, days, query.language)
        for basis in found
        for anniversary in anniversaries(
            basis,
            basis.agreement.claims,
            first_year=query.first.year,
            last_year=query.last.year,
        )
        if (days := _days(anniversary, as_span=query.months_as_span)) is not None
        if days[0] <= query.last and query.first <= days[1]
    ]


def term_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return for staff when fixed terms run out, and the reminders before; without a term nothing.

    Whether a term's first day counts is in no source: they stand in their month.
    """
    if query.audience is Audience.PUBLIC:
        return ()
    return [
        _term(agreement, month, query.language, reminder=month != ends)
        for agreement in agreements_with_terms(session, query.partners)
        if (ends := expiry(agreement)) is not None
        for month in (months_before(ends, REMINDER_MONTHS), ends)
        if query.first <= month.earliest <= query.last
    ]


TERMS: Final = EntrySource(topics=("agreements", "partners"), find=term_entries)
ANNIVERSARIES: Final = EntrySource(topics=("agreements", "partners"), find=anniversary_entries)


def _term(
    agreement: Agreement, month: PartialDate, language: str, *, reminder: bool
) -> CalendarEntry:
    """Say in a month that a term ends, or some months before that it will."""
    words: dict[str, object] = {
        "partner": _name(agreement.partner, language),
        "title": agreement.title.in_language(language),
    }
    if reminder:
        said = message("agreements.entry.reminder", **words, months=REMINDER_MONTHS)
    else:
        said = message("agreements.entry.expires", **words)
    title = _MONTH_ONLY[language].format(
        month=month_text(month.earliest.month, language), title=translate(said, _spoken(language))
    )
    return CalendarEntry(
        uid=term_uid(agreement.slug, reminder=reminder),
        kind=EntryKind.ANNIVERSARY,
        audience=Audience.STAFF,
        title=title,
        language=language,
        starts=month.earliest,
        ends=month.earliest,
        path=f"/agreements/{agreement.slug}/",
        partners=(agreement.partner.slug,),
        month_only=True,
    )


def _spoken(language: str) -> str:
    """Return the language of the sentence: catalogues hold those of the interface alone."""
    return language if language in tuple(Language) else Language.EN


def _days(anniversary: Anniversary, *, as_span: bool) -> tuple[date, date] | None:
    """Return the first and last day; None for a bare year, which stands on no day."""
    kept = anniversary.date
    if kept.precision is Precision.YEAR:
        return None
    return kept.earliest, kept.latest if as_span else kept.earliest


def _entry(
    basis: Basis, anniversary: Anniversary, days: tuple[date, date], language: str
) -> CalendarEntry:
    month_only = anniversary.date.precision is Precision.MONTH
    partner = basis.agreement.partner
    title = anniversary_title(basis, anniversary, language)
    if month_only:
        month = month_text(days[0].month, language)
        title = _MONTH_ONLY[language].format(month=month, title=title)
    return CalendarEntry(
        uid=anniversary_uid(basis.slug, anniversary.date.year),
        kind=EntryKind.ANNIVERSARY,
        audience=Audience.PUBLIC if basis.is_public else Audience.STAFF,
        title=title,
        language=language,
        starts=days[0],
        ends=days[1],
        text=_text(basis, anniversary, language),
        categories=_categories(language),
        path=f"/partners/{partner.slug}/",
        partners=(partner.slug,),
        milestone=anniversary.milestone,
        month_only=month_only,
    )


def anniversary_title(basis: Basis, anniversary: Anniversary, language: str) -> str:
    """Name an anniversary: whose it is, of what, and which."""
    partner = basis.agreement.partner
    ordinal = anniversary_ordinal(anniversary.ordinal, language)
    if language not in tuple(Language):
        return _TITLE_ALONE.format(partner=_name(partner, language), ordinal=ordinal)
    if basis.agreement.kind.is_event:
        said = message(
            "agreements.entry.title_of_event",
            partner=_name(partner, language),
            event=basis.agreement.title.in_language(language),
            ordinal=ordinal,
        )
    else:
        said = message(
            "agreements.entry.title",
            partner=_name(partner, language),
            relation=partner.relation.in_language(language),
            ordinal=ordinal,
        )
    return translate(said, language)


def _name(partner: Partner, language: str) -> str:
    return partner.names.in_language(language)


def _text(basis: Basis, anniversary: Anniversary, language: str) -> str:
    """Say what is counted, from when and by which source; empty where only titles exist."""
    claim = adopted_claim(basis.agreement.claims)
    if claim is None or language not in tuple(Language):
        return ""
    lines = [
        message(
            "agreements.entry.text",
            date=partial_text(claim.date, language),
            event=basis.agreement.title.in_language(language),
            source=claim.source.title.in_language(language),
        )
    ]
    if sources_disagree(basis.agreement.claims):
        lines.append(message("agreements.history.disagreement"))
    if anniversary.moved:
        lines.append(message("agreements.entry.moved"))
    return "\n".join(translate(line, language) for line in lines)


def _categories(language: str) -> tuple[str, ...]:
    if language not in tuple(Language):
        return ()
    return (translate(message("agreements.entry.category"), language),)
