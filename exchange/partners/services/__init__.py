"""Verbs on partners and what is stated of them."""

from exchange.partners.services.facts import (
    FactDetails,
    add_fact,
    correct_fact,
    end_fact,
    put_first,
)
from exchange.partners.services.organisations import (
    OrganisationDetails,
    add_organisation,
    correct_organisation,
    end_organisation,
)
from exchange.partners.services.partners import (
    PartnerDetails,
    create_partner,
    end_partnership,
    resume_partnership,
    revise_partner,
)
from exchange.partners.services.relations import RelationDetails, end_relation, relate
from exchange.partners.services.sources import SourceDetails, add_source, correct_source

__all__ = [
    "FactDetails",
    "OrganisationDetails",
    "PartnerDetails",
    "RelationDetails",
    "SourceDetails",
    "add_fact",
    "add_organisation",
    "add_source",
    "correct_fact",
    "correct_organisation",
    "correct_source",
    "create_partner",
    "end_fact",
    "end_organisation",
    "end_partnership",
    "end_relation",
    "put_first",
    "relate",
    "resume_partnership",
    "revise_partner",
]
