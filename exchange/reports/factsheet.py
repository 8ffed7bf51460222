"""The fact sheet of a partner (案内票), in the form of the appendix to the city's strategy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exchange.agreements.rules import adopted_claim, sources_disagree
from exchange.partners.enums import FactKind
from exchange.partners.profile import (
    FieldOfExchange,
    PublicHead,
    PublicProfile,
    by_field,
    public_head,
    public_profile,
)

if TYPE_CHECKING:
    from exchange.agreements.models import Basis, DateClaim
    from exchange.partners.models import Organisation, Partner
    from exchange.people.models import Post


@dataclass(frozen=True, slots=True)
class FactSheet:
    """What a fact sheet says, all of it public; tests hold the list of its fields."""

    profile: PublicProfile
    #: The claim of 提携年月日; None where no date is adopted.
    since: "DateClaim | None"
    #: Sources give dates that cannot both hold: the sheet names none.
    disputed: bool
    head: PublicHead | None
    #: 交流の内容 and 交流の形態.
    fields: Sequence[FieldOfExchange]


def fact_sheet(
    partner: "Partner",
    bases: Sequence["Basis"],
    organisations: Iterable["Organisation"],
    posts: Iterable["Post"],
    *,
    today: date,
) -> FactSheet:
    """Put a sheet together; `bases` are the partner's public ones with claims and sources."""
    profile = public_profile(partner)
    claims = bases[0].agreement.claims if bases else []
    return FactSheet(
        profile=profile,
        since=adopted_claim(claims),
        disputed=sources_disagree(claims),
        head=public_head(posts, today=today),
        fields=by_field(profile.facts[FactKind.EXCHANGE], organisations),
    )
