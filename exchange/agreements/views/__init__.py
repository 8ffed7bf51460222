"""Pages of agreements, claims and bases, and the open data of partners and anniversaries."""

from exchange.agreements.views import claims, documents, open_data, parties, register
from exchange.agreements.views.blueprints import blueprint, open_data_blueprint

__all__ = [
    "blueprint",
    "claims",
    "documents",
    "open_data",
    "open_data_blueprint",
    "parties",
    "register",
]
