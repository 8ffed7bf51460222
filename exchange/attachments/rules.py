"""Whose documents are kept, who may see and change them, and what may be shown to everyone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exchange.attachments.enums import DocumentKind, MediaType
from exchange.audit.enums.purposes import Purpose
from exchange.core.errors import DomainError
from exchange.core.messages import message

if TYPE_CHECKING:
    from exchange.core.database import Localized


@dataclass(frozen=True, slots=True)
class Place:
    """Where documents of a kind of subject are looked after: a room's name and its permissions."""

    room: str
    read: str
    edit: str
    #: What its files, which may name people, are read for.
    purpose: Purpose
    #: Kinds whose reading is not noted: they name nobody but who signed them in office.
    open_kinds: frozenset[DocumentKind] = frozenset()

    def notes(self, kind: DocumentKind) -> bool:
        """Say whether reading a file of a kind is written down."""
        return kind not in self.open_kinds


_SIGNED: Final = frozenset({DocumentKind.SIGNED_TEXT})
#: A visit's papers may name people, so they are for those who may see its members.
PLACES: Final[Mapping[str, Place]] = {
    "partner": Place(
        "partners",
        read="claims:read",
        edit="partners:edit",
        purpose=Purpose.CONTACT,
        open_kinds=_SIGNED,
    ),
    "agreement": Place(
        "agreements",
        read="claims:read",
        edit="partners:edit",
        purpose=Purpose.CONTACT,
        open_kinds=_SIGNED,
    ),
    "visit": Place(
        "delegations", read="members:read", edit="visits:edit", purpose=Purpose.PREPARATION
    ),
    "letter": Place("letters", read="letters:read", edit="letters:edit", purpose=Purpose.CONTACT),
    "activity": Place(
        "strategy",
        read="indicators:read",
        edit="partners:edit",
        purpose=Purpose.RESULTS,
        open_kinds=_SIGNED,
    ),
    "gift": Place("gifts", read="members:read", edit="gifts:edit", purpose=Purpose.PREPARATION),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a person says about a document."""

    kind: DocumentKind
    title: "Localized"
    rights_holder: str = ""
    licence: str = ""
    is_public: bool = False


def ensure_showable(label: Label, media_type: MediaType) -> None:
    """Refuse a photograph that is no picture, and to show what nobody has the right to show."""
    if label.kind is DocumentKind.PHOTO and not media_type.is_image:
        raise DomainError(message("attachments.error.no_picture"), field="kind")
    if not label.is_public:
        return
    if label.kind is not DocumentKind.PHOTO:
        raise DomainError(message("attachments.error.photos_alone"), field="is_public")
    for name in ("rights_holder", "licence"):
        if not getattr(label, name):
            raise DomainError(message("attachments.error.no_rights"), field=name)
