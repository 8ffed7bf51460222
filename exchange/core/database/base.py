"""The declarative base, the naming convention, and client-made keys."""

import os
import time
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID, uuid5

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from exchange.core.database.columns import UTCDateTime

NAMING_CONVENTION: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: Namespace of the keys of reference rows; frozen, so that every machine makes the same keys.
REFERENCE_NAMESPACE: Final = UUID("5f0c9a52-7d54-5a0e-9d2b-2f4b0a6f1c31")


class Base(DeclarativeBase):
    """Base of every table of the house; a plain `Mapped[datetime]` keeps its zone."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UTCDateTime}
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


def uuid7() -> UUID:
    """Make a time-ordered UUID (RFC 9562, version 7) from the machine's clock."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds << 80) | random
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def reference_uuid(kind: str, slug: str) -> UUID:
    """Make the key of a reference row: the same on every machine."""
    return uuid5(REFERENCE_NAMESPACE, f"{kind}:{slug}")
