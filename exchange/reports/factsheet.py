"""The fact sheet of a partner (案内票), in the form of the appendix to the city's strategy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exchange.agreements.rules import adopted_claim, sources_disagree
from exchange.core.database import Localized
from exchange.core.messages import Message, label, message
from exchange.partners.enums import FactKind
from exchange.partners.profile import (
    FieldOfExchange,
    PublicHead,
    PublicOrganisation,
    PublicProfile,
    Run,
    by_field,
    public_head,
    public_profile,
)
from exchange.people.enums import PostDoubt
from exchange.people.rules import doubts, head_on

if TYPE_CHECKING:
    from exchange.agreements.models import Basis, DateClaim
    from exchange.attachments.models import Document
    from exchange.partners.models import Organisation, Partner, PartnerFact, Source
    from exchange.people.models import Post


@dataclass(frozen=True, slots=True)
class FactSheet:
    """What a fact sheet says; tests hold the list of its fields.

    Of a date in dispute the public reads that it is; `since` then, and the doubts, are for staff.
    """

    profile: PublicProfile
    #: The claim of 提携年月日; None where no date is adopted.
    since: "DateClaim | None"
    #: Sources give dates that cannot both hold.
    disputed: bool
    head: PublicHead | None
    #: Why the head may have changed; for staff.
    doubts: Sequence[PostDoubt]
    #: 交流の内容 and 交流の形態.
    fields: Sequence[FieldOfExchange]
    #: Public ones, with who holds the rights.
    photos: Sequence["Document"]
    contains_demo: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What a sheet is put together from; `bases` are the public ones with claims and sources."""

    partner: "Partner"
    bases: Sequence["Basis"]
    organisations: Sequence["Organisation"]
    posts: Sequence["Post"]
    photos: Sequence["Document"]


def fact_sheet(known: Known, *, today: date) -> FactSheet:
    """Put a sheet together."""
    profile = public_profile(known.partner)
    claims = known.bases[0].agreement.claims if known.bases else []
    return FactSheet(
        profile=profile,
        since=adopted_claim(claims),
        disputed=sources_disagree(claims),
        head=public_head(known.posts, today=today),
        doubts=_doubts(known.posts, today),
        fields=by_field(profile.facts[FactKind.EXCHANGE], known.organisations),
        photos=known.photos,
        contains_demo=_has_demo(known, today),
    )


def _doubts(posts: Sequence["Post"], today: date) -> Sequence[PostDoubt]:
    """Return what makes the head doubtful beside not being confirmed, which everyone reads."""
    head = head_on(posts, today)
    found = doubts(head, today=today) if head else []
    return [doubt for doubt in found if doubt is not PostDoubt.UNCONFIRMED]


def _has_demo(known: Known, today: date) -> bool:
    """Say whether anything the sheet shows is sample data; other posts are not on it."""
    head = head_on(known.posts, today)
    return (
        any(row.is_demo for row in known.organisations)
        or any(row.is_demo for row in known.photos)
        or (head is not None and head.is_demo)
    )


@dataclass(frozen=True, slots=True)
class Copy:
    """Which copy of a sheet is printed: its language, its day, with what is for staff or not."""

    language: str
    issued: date
    for_staff: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph as the paper prints it."""

    jpeg: bytes
    title: Localized
    rights_holder: str
    licence: str


class _Sources:
    """The sources a paper cites, numbered as they come."""

    def __init__(self) -> None:
        self.titles: list[Localized] = []

    def cite(self, source: "Source") -> int:
        """Return the number of a source."""
        if source.title not in self.titles:
            self.titles.append(source.title)
        return self.titles.index(source.title) + 1


def paper_of(sheet: FactSheet, pictures: Iterable[Picture], copy: Copy) -> Mapping[str, object]:
    """Return what the paper prints: lines of a heading and what stands under it, all in order."""
    cited, profile = _Sources(), sheet.profile
    lines = [
        _line(message("reports.sheet.since"), [_since(sheet, cited, copy)]),
        _line(message("reports.sheet.head"), [_head(sheet, copy)]),
        _line(message("reports.sheet.size"), [*_facts(profile, cited, *_SIZE)]),
        _line(label(FactKind.FEATURE), [*_facts(profile, cited, *_FEATURES)]),
    ]
    return {
        "names": profile.names,
        "native": _run(Run(profile.native_name, profile.native_language)),
        "relation": profile.relation,
        "place": profile.place,
        "lines": lines,
        "exchange": _exchange(sheet, cited),
        "exchange-title": label(FactKind.EXCHANGE),
        "forms": [_form(field, cited) for field in sheet.fields if field.here or field.there],
        "forms-title": message("reports.sheet.forms"),
        "unconfirmed": message("reports.sheet.unconfirmed"),
        "pictures": [_picture(picture) for picture in pictures],
        "sources": list(cited.titles),
        "sources-title": message("reports.sheet.sources"),
        "translated": message("partners.index.translated"),
        "issued": message("reports.sheet.issued", date=copy.issued),
        "staff": message("reports.sheet.staff_copy") if copy.for_staff else "",
        "marks": {
            "and": message("partners.fact.and"),
            "colon": message("reports.sheet.colon"),
            "brackets": message("reports.sheet.brackets"),
        },
    }


_SIZE = (FactKind.POPULATION, FactKind.AREA)
_FEATURES = (FactKind.PROFILE, FactKind.FEATURE)


def _line(title: Message, parts: Sequence[Mapping[str, object]]) -> Mapping[str, object]:
    return {"title": title, "parts": list(parts)}


def _part(
    text: object, *, note: object = "", scope: object = None, cite: int = 0
) -> Mapping[str, object]:
    """Return a piece of a line: text or run, what it covers, a note, its source's number."""
    return {"text": text, "note": note, "scope": scope, "cite": cite}


def _run(run: Run) -> object:
    return {"text": run.text, "lang": run.language} if run.language else run.text


def _since(sheet: FactSheet, cited: _Sources, copy: Copy) -> Mapping[str, object]:
    if sheet.disputed and not (copy.for_staff and sheet.since):
        return _part(message("agreements.history.disagreement"))
    if sheet.since is None:
        return _part(message("reports.sheet.unconfirmed"))
    note = [message("agreements.history.disagreement")] if sheet.disputed else ""
    return _part(sheet.since.date, note=note, cite=cited.cite(sheet.since.source))


def _head(sheet: FactSheet, copy: Copy) -> Mapping[str, object]:
    """Print title and name as the reader takes them and as they are there, as of when."""
    head, there = sheet.head, sheet.profile.native_language
    if head is None:
        return _part(message("reports.sheet.unconfirmed"))
    said = [as_of(head), *(map(label, sheet.doubts) if copy.for_staff else ())]
    name, *others = map(_run, head.names_for(copy.language, there))
    titles = list(map(_run, head.titles_for(copy.language, there)))
    return {**_part(name, note=said), "before": titles, "otherwise": others}


def as_of(head: PublicHead) -> Message:
    """Say in which month the head was confirmed, or that nobody did."""
    if head.as_of is None:
        return message("reports.sheet.unconfirmed")
    return message("reports.sheet.as_of", date=head.as_of)


def _facts(
    profile: PublicProfile, cited: _Sources, *kinds: FactKind
) -> Iterable[Mapping[str, object]]:
    for kind in kinds:
        for fact in profile.facts[kind]:
            yield _fact(fact, cited)
        if kind.is_figure and not profile.facts[kind]:
            yield _part(message("reports.sheet.unknown", kind=label(kind)))


def _fact(fact: "PartnerFact", cited: _Sources) -> Mapping[str, object]:
    """Print a figure with its year and what it covers, or a text."""
    number = cited.cite(fact.source)
    if fact.figure is None:
        named = [label(field) for field in fact.exchange_fields]
        return _part(fact.text or named, cite=number)
    when = fact.date or message("partners.fact.no_year")
    return _part(fact.figure_in_words, note=[when], scope=fact.scope, cite=number)


def _exchange(sheet: FactSheet, cited: _Sources) -> list[Mapping[str, object]]:
    """Print what is exchanged line by line, or the fields alone where that is all that is known."""
    lines = [fact for field in sheet.fields for fact in field.lines]
    known = lines or sheet.profile.facts[FactKind.FIELDS_TO_DATE]
    return [_fact(fact, cited) for fact in known]


def _form(field: FieldOfExchange, cited: _Sources) -> Mapping[str, object]:
    """Print who carries a field, ours first."""
    parts = [_organisation(each, cited) for each in (*field.here, *field.there)]
    return _line(label(field.field), parts)


def _organisation(each: PublicOrganisation, cited: _Sources) -> Mapping[str, object]:
    return _part(each.names, note=[each.native_name], cite=cited.cite(each.source))


def _picture(picture: Picture) -> Mapping[str, object]:
    credit = message("reports.sheet.credit", holder=picture.rights_holder, licence=picture.licence)
    return {"jpeg": list(picture.jpeg), "title": picture.title, "credit": credit}
