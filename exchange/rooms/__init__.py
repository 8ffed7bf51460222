"""The rooms of the house, in two visible lists; importing them declares every table."""

import exchange.reference.models  # noqa: F401 - declares its tables
from exchange.rooms import keeping as keeping
from exchange.rooms import offers as offers
