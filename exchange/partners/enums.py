"""What partners, their facts and their sources may be."""

from enum import StrEnum


class SourceKind(StrEnum):
    """How much weight a source has."""

    STRATEGY_PAPER = "strategy-paper"
    OFFICIAL = "official"
    ASSOCIATION = "association"
    NEWS = "news"
    ENCYCLOPEDIA = "encyclopedia"
    DATA = "data"


class PartnerKind(StrEnum):
    """What a partner is: a district of a parent city is not itself called a city."""

    CITY = "city"
    DISTRICT = "district"


class FactKind(StrEnum):
    """What a fact about a partner is about."""

    PROFILE = "profile"
    #: What the place is known for, a line each.
    FEATURE = "feature"
    REGION = "region"
    POPULATION = "population"
    AREA = "area"
    FIELDS_TO_DATE = "fields-to-date"
    FIELDS_NEXT = "fields-next"
    #: What is exchanged, a line a field.
    EXCHANGE = "exchange"
    HISTORY = "history"

    @property
    def is_list(self) -> bool:
        """Say whether its facts stand beside one another, rather than the first for the others."""
        return self in {FactKind.FEATURE, FactKind.EXCHANGE, FactKind.HISTORY}

    @property
    def is_figure(self) -> bool:
        """Say whether a fact of it is a number."""
        return self in {FactKind.POPULATION, FactKind.AREA}

    @property
    def is_fields(self) -> bool:
        """Say whether a fact of it names fields of exchange and nothing else."""
        return self in {FactKind.FIELDS_TO_DATE, FactKind.FIELDS_NEXT}


class Side(StrEnum):
    """On whose side an organisation of the exchange stands."""

    HERE = "here"
    THERE = "there"


class ExchangeField(StrEnum):
    """What an exchange is in, as agreements and the strategy papers name it."""

    YOUTH = "youth"
    STUDY_ABROAD = "study-abroad"
    DELEGATIONS = "delegations"
    EDUCATION = "education"
    CULTURE = "culture"
    ARTS = "arts"
    SPORT = "sport"
    MARATHON = "marathon"
    TOURISM = "tourism"
    ECONOMY = "economy"
    TECHNOLOGY = "technology"
    ENVIRONMENT = "environment"
    MEDICAL = "medical"
    CIVIC = "civic"
    VARIOUS = "various"
