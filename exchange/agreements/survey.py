"""The register of agreements as rows of a file, and the fields CLAIR's survey asks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exchange.agreements.enums import AgreementFactKind, AgreementState, Criterion, TermKind
from exchange.agreements.opendata import CITY_CODE
from exchange.agreements.rules import adopted_claim, sources_disagree, term_end
from exchange.core.dates import FiscalYear
from exchange.core.entries import CalendarEntry, EntryKind, EntryState
from exchange.core.messages import Message, label, message
from exchange.core.printing import partial_text
from exchange.core.translate import translate
from exchange.partners.enums import ExchangeField, FactKind

if TYPE_CHECKING:
    from exchange.agreements.lineage import LineageStep
    from exchange.agreements.models import Agreement
    from exchange.partners.profile import PublicProfile

_LIST: Final = "; "
#: What a survey of a year counts.
_ACTIVITIES: Final = frozenset({EntryKind.VISIT, EntryKind.YOUTH})
_YES: Final = message("agreements.file.yes")
_NO: Final = message("agreements.file.no")

#: One cell: what an agreement, its place in the line and its partner's profile say, in a language.
Cell = Callable[["LineageStep", "PublicProfile", str], object]


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column: what stands over it, and what in it."""

    name: Message
    cell: Cell


def file_rows(
    columns: Sequence[FileColumn],
    steps: Iterable["LineageStep"],
    profiles: Mapping[str, "PublicProfile"],
    language: str,
) -> tuple[list[str], list[dict[str, object]]]:
    """Return the names over the columns and a row an agreement, in a language."""
    names = [translate(column.name, language) for column in columns]
    rows = [
        {
            name: column.cell(step, profiles[step.agreement.partner.slug], language)
            for name, column in zip(names, columns, strict=True)
        }
        for step in steps
    ]
    return names, rows


def _criterion(name: str) -> Cell:
    def cell(step: "LineageStep", _profile: "PublicProfile", language: str) -> object:
        return translate(label(getattr(step.agreement, name)), language)

    return cell


def _stated(kind: AgreementFactKind) -> Cell:
    def cell(step: "LineageStep", _profile: "PublicProfile", language: str) -> object:
        fact = next((fact for fact in step.agreement.facts if fact.kind is kind), None)
        return fact.text.in_language(language) if fact else None

    return cell


def _says(kind: AgreementFactKind) -> Cell:
    def cell(step: "LineageStep", _profile: "PublicProfile", language: str) -> object:
        fact = next((fact for fact in step.agreement.facts if fact.kind is kind), None)
        found = (fact.source or fact.document) if fact else None
        return found.title.in_language(language) if found else None

    return cell


def _figure(kind: FactKind) -> Cell:
    def cell(_step: "LineageStep", profile: "PublicProfile", _language: str) -> object:
        fact = next(iter(profile.facts.get(kind, ())), None)
        return _number(fact.figure) if fact and fact.figure is not None else None

    return cell


def _number(figure: Decimal) -> int | float:
    """Return a number as people write it: whole ones without a fraction."""
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def _figure_year(kind: FactKind) -> Cell:
    def cell(_step: "LineageStep", profile: "PublicProfile", _language: str) -> object:
        fact = next(iter(profile.facts.get(kind, ())), None)
        return str(fact.date) if fact and fact.date else None

    return cell


def standing_for_clair(agreement: "Agreement") -> Criterion:
    """Say whether all three criteria are met: unknown while one of them is, and none is missed."""
    answers = {
        agreement.clair_heads_sign,
        agreement.clair_not_one_field,
        agreement.clair_council,
    }
    if Criterion.NO in answers:
        return Criterion.NO
    return Criterion.UNKNOWN if Criterion.UNKNOWN in answers else Criterion.YES


def _date(step: "LineageStep", _profile: "PublicProfile", _language: str) -> object:
    return str(step.date) if step.date else None


def _disagree(step: "LineageStep", _profile: "PublicProfile", language: str) -> object:
    said = _YES if sources_disagree(step.agreement.claims) else _NO
    return translate(said, language)


def _date_source(step: "LineageStep", _profile: "PublicProfile", language: str) -> object:
    claim = adopted_claim(step.agreement.claims)
    return claim.source.title.in_language(language) if claim else None


def _fields(step: "LineageStep", _profile: "PublicProfile", language: str) -> object:
    fields = [ExchangeField(field) for field in step.agreement.fields]
    return _LIST.join(translate(label(field), language) for field in fields) or None


def _term(step: "LineageStep", _profile: "PublicProfile", language: str) -> object:
    agreement = step.agreement
    if agreement.term_kind is TermKind.FIXED:
        return agreement.term_years
    return translate(label(agreement.term_kind), language)


def _expires(step: "LineageStep", _profile: "PublicProfile", _language: str) -> object:
    ends = term_end(step.agreement)
    return str(ends)[: len("2016-09")] if ends else None


def _parties(step: "LineageStep", _profile: "PublicProfile", language: str) -> object:
    return _LIST.join(
        f"{party.names.in_language(language)} - {partial_text(party.until, language)}"
        if party.until
        else party.names.in_language(language)
        for party in step.agreement.parties
    )


def activities(year: FiscalYear, entries: Iterable[CalendarEntry]) -> FileColumn:
    """Return the column of what was done with a partner in a year, for the partnership in force.

    `entries` are the calendar's; its visits and youth exchanges count.
    """
    lines: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda entry: (str(entry.starts), entry.uid)):
        if entry.kind in _ACTIVITIES and entry.state is not EntryState.CANCELLED:
            for slug in entry.partners:
                lines.setdefault(slug, []).append(f"{entry.starts} {entry.title}")

    def cell(step: "LineageStep", profile: "PublicProfile", _language: str) -> object:
        carries = step.state is AgreementState.IN_FORCE and not step.agreement.kind.is_event
        return "\n".join(lines.get(profile.slug, ())) or None if carries else None

    return FileColumn(message("agreements.file.activities", year=year), cell)


_PARTNER: Final[Sequence[FileColumn]] = (
    FileColumn(
        message("agreements.file.partner"), lambda _s, p, language: p.names.in_language(language)
    ),
    FileColumn(
        message("agreements.file.place"), lambda _s, p, language: p.place.in_language(language)
    ),
    FileColumn(message("agreements.file.country_code"), lambda _s, p, _l: p.country_code),
    FileColumn(
        message("agreements.file.relation"),
        lambda _s, p, language: p.relation.in_language(language),
    ),
)
_DATED: Final[Sequence[FileColumn]] = (
    FileColumn(
        message("agreements.file.title"),
        lambda s, _p, language: s.agreement.title.in_language(language),
    ),
    FileColumn(
        message("agreements.file.kind"),
        lambda s, _p, language: translate(label(s.agreement.kind), language),
    ),
    FileColumn(message("agreements.file.date"), _date),
    FileColumn(message("agreements.file.disagree"), _disagree),
    FileColumn(message("agreements.file.date_source"), _date_source),
)
_CRITERIA: Final[Sequence[FileColumn]] = (
    FileColumn(message("agreements.file.heads_sign"), _criterion("clair_heads_sign")),
    FileColumn(
        message("agreements.file.heads_sign_evidence"), _stated(AgreementFactKind.HEADS_SIGN)
    ),
    FileColumn(message("agreements.file.heads_sign_source"), _says(AgreementFactKind.HEADS_SIGN)),
    FileColumn(message("agreements.file.not_one_field"), _criterion("clair_not_one_field")),
    FileColumn(
        message("agreements.file.not_one_field_evidence"),
        _stated(AgreementFactKind.NOT_ONE_FIELD),
    ),
    FileColumn(
        message("agreements.file.not_one_field_source"), _says(AgreementFactKind.NOT_ONE_FIELD)
    ),
    FileColumn(message("agreements.file.council"), _criterion("clair_council")),
    FileColumn(message("agreements.file.council_evidence"), _stated(AgreementFactKind.COUNCIL)),
    FileColumn(message("agreements.file.council_source"), _says(AgreementFactKind.COUNCIL)),
)

REGISTER: Final[Sequence[FileColumn]] = (
    *_PARTNER,
    *_DATED,
    FileColumn(
        message("agreements.file.state"),
        lambda s, _p, language: translate(label(s.state), language),
    ),
    FileColumn(message("agreements.file.term"), _term),
    FileColumn(message("agreements.file.expires"), _expires),
    FileColumn(message("agreements.file.parties"), _parties),
    FileColumn(message("agreements.file.fields"), _fields),
    FileColumn(
        message("agreements.file.text_languages"),
        lambda s, _p, _l: _LIST.join(s.agreement.text_languages) or None,
    ),
    FileColumn(
        message("agreements.file.document_number"), lambda s, _p, _l: s.agreement.document_number
    ),
)

#: What CLAIR lists of a partnership and asks about it; what is unknown is an empty cell or 未確認.
CLAIR: Final[Sequence[FileColumn]] = (
    FileColumn(message("agreements.file.city_code"), lambda _s, _p, _l: CITY_CODE),
    *_PARTNER,
    *_DATED,
    FileColumn(message("agreements.file.background"), _stated(AgreementFactKind.BACKGROUND)),
    FileColumn(message("agreements.file.fields"), _fields),
    FileColumn(
        message("agreements.file.three_criteria"),
        lambda s, _p, language: translate(label(standing_for_clair(s.agreement)), language),
    ),
    *_CRITERIA,
    FileColumn(message("agreements.file.population"), _figure(FactKind.POPULATION)),
    FileColumn(message("agreements.file.population_year"), _figure_year(FactKind.POPULATION)),
    FileColumn(message("agreements.file.area"), _figure(FactKind.AREA)),
    FileColumn(message("agreements.file.area_year"), _figure_year(FactKind.AREA)),
)
