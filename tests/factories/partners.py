"""Partners; what is real about them comes from the loader, not from here."""

from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.partners.enums import PartnerKind
from exchange.partners.models import Partner

_NUMBERS = count(1)


def make_partner(session: Session, **changes: Any) -> Partner:  # noqa: ANN401 - any of its columns
    """Add Heidelberg, or another city by its slug."""
    number = next(_NUMBERS)
    values: dict[str, Any] = {
        "slug": "heidelberg",
        "number": number,
        "kind": PartnerKind.CITY,
        "names": Localized({"ja": "ハイデルベルク市", "en": "Heidelberg", "zh-Hant": "海德堡市"}),
        "kana": "はいでるべるくし",
        "native_name": "Heidelberg",
        "native_language": "de",
        "search_key": "はいでるべるく市\nheidelberg",
        "place": Localized({"ja": "ドイツ", "en": "Germany", "zh-Hant": "德國"}),
        "country_code": "DE",
        "zone": "Europe/Berlin",
        "latitude": 49.4,
        "longitude": 8.7,
        "languages": ["de"],
        "currency": "EUR",
        "relation": Localized({"ja": "友好都市", "en": "friendship city"}),
    }
    partner = Partner(**(values | changes))
    session.add(partner)
    session.flush()
    return partner


def make_san_antonio(session: Session) -> Partner:
    """Add a partner on the other side of the date line."""
    return make_partner(
        session,
        slug="san-antonio",
        names=Localized({"ja": "サンアントニオ市", "en": "San Antonio", "zh-Hant": "聖安東尼奧市"}),
        kana="さんあんとにおし",
        native_name="San Antonio",
        native_language="en",
        search_key="さんあんとにお市\nsan antonio",
        country_code="US",
        zone="America/Chicago",
        latitude=29.4,
        longitude=-98.5,
        languages=["en"],
        currency="USD",
    )
