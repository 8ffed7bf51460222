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
    REGION = "region"
    POPULATION = "population"
    AREA = "area"
    FIELDS_TO_DATE = "fields-to-date"
    FIELDS_NEXT = "fields-next"
    HISTORY = "history"


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
