"""What may be shown to everyone: photographs whose rights are told."""

from typing import Any

import pytest

from exchange.attachments.enums import DocumentKind, MediaType
from exchange.attachments.rules import PLACES, ensure_showable
from exchange.core.errors import DomainError
from exchange.core.permissions import PERMISSIONS
from tests.factories.attachments import make_label

PHOTO = {"kind": DocumentKind.PHOTO}
RIGHTS = {"rights_holder": "熊本市", "licence": "CC BY 4.0"}
PUBLIC = {"is_public": True}


@pytest.mark.parametrize(
    ("said", "media_type"),
    [
        ({}, MediaType.PDF),
        ({}, MediaType.PNG),
        (PHOTO, MediaType.JPEG),
        (PHOTO | RIGHTS | PUBLIC, MediaType.WEBP),
    ],
)
def test_what_may_be_kept(said: dict[str, Any], media_type: MediaType) -> None:
    ensure_showable(make_label(**said), media_type)


@pytest.mark.parametrize(
    ("said", "media_type", "field"),
    [
        (PHOTO, MediaType.PDF, "kind"),
        (PHOTO | RIGHTS | PUBLIC, MediaType.XLSX, "kind"),
        (RIGHTS | PUBLIC, MediaType.PNG, "is_public"),
        (PHOTO | PUBLIC | {"licence": "CC BY 4.0"}, MediaType.PNG, "rights_holder"),
        (PHOTO | PUBLIC | {"rights_holder": "熊本市"}, MediaType.PNG, "licence"),
    ],
)
def test_what_may_not(said: dict[str, Any], media_type: MediaType, field: str) -> None:
    with pytest.raises(DomainError) as error:
        ensure_showable(make_label(**said), media_type)
    assert error.value.field == field


def test_every_place_is_guarded_by_permissions_somebody_holds() -> None:
    held = frozenset().union(*PERMISSIONS.values())
    for place in PLACES.values():
        assert {place.read, place.edit} <= held
