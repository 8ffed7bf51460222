"""Agreements, claims and bases: as the data files have them, or made for one test."""

from collections.abc import Mapping, Sequence
from functools import cache
from uuid import uuid4

from exchange.agreements.enums import AgreementKind, TermKind
from exchange.agreements.models import Agreement, AgreementParty, Basis, DateClaim
from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.reference.loader import TABLES, read_reference
from exchange.reference.rows import Row


def claim(text: str, *, adopted: bool = False) -> DateClaim:
    """Make a claim that belongs to nothing."""
    return DateClaim(id=uuid4(), date=PartialDate.parse(text), adopted=adopted)


def agreement(
    *claims: DateClaim,
    kind: AgreementKind = AgreementKind.AFFILIATION,
    after: Agreement | None = None,
    term_years: int | None = None,
) -> Agreement:
    """Make an agreement that is in no database."""
    made = Agreement(
        id=uuid4(),
        slug=f"made-{uuid4()}",
        kind=kind,
        title=Localized({"ja": "協定"}),
        predecessor_id=after.id if after else None,
        term_kind=TermKind.FIXED if term_years else TermKind.UNKNOWN,
        term_years=term_years,
        fields=[],
    )
    made.claims = list(claims)
    return made


def basis(slug: str = "made", *, is_public: bool = True) -> Basis:
    """Make a basis that is in no database."""
    return Basis(id=uuid4(), slug=slug, is_public=is_public)


@cache
def reference_rows() -> Mapping[str, Sequence[Row]]:
    """Read the city's data files once, by kind of row."""
    rows = read_reference()
    return {kind: [row for row in rows if row.kind == kind] for kind in TABLES}


def reference_agreements() -> dict[str, Agreement]:
    """Make the city's own agreements, with claims and parties, in no database."""
    made = {row.slug: Agreement(id=row.id, **row.values) for row in reference_rows()["agreement"]}
    for row in reference_rows()["date_claim"]:
        made[row.slug.partition("/")[0]].claims.append(DateClaim(id=row.id, **row.values))
    for row in reference_rows()["agreement_party"]:
        made[row.slug.partition("/")[0]].parties.append(AgreementParty(id=row.id, **row.values))
    for one in made.values():
        one.parties.sort(key=lambda party: party.position)
    return made


def reference_bases() -> dict[str, tuple[Basis, Agreement]]:
    """Make the city's own bases beside their agreements, in no database."""
    by_id = {one.id: one for one in reference_agreements().values()}
    return {
        row.slug: (Basis(id=row.id, **row.values), by_id[row.values["agreement_id"]])  # type: ignore[index]
        for row in reference_rows()["basis"]
    }
