"""Pages of privacy."""

from exchange.privacy.views import (  # noqa: F401 - each module adds its pages to the blueprint
    disclosing,
    disposing,
    erasing,
    hosting,
)
from exchange.privacy.views.room import blueprint

__all__ = ["blueprint"]
