"""Modules that are imported when something of them is first asked for.

What few requests need and costs a good part of a second is not paid by every start. Beside a use
the same name is imported for types alone, so that checks see the module itself:

    if TYPE_CHECKING:
        from exchange.accounts import provider
    else:
        provider = Later("exchange.accounts.provider")
"""

from importlib import import_module


class Later:
    """Stand for a module; imports hold Python's own lock, so threads may ask at once."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        return getattr(import_module(self._name), attribute)
