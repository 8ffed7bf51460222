"""Where the consent list stands."""

from dataclasses import dataclass

from flask import url_for


@dataclass(frozen=True, slots=True)
class Room:
    """Where the list stands: a school's desk or the division's table."""

    name: str

    def address(self, page: str, **values: object) -> str:
        """Return the address of one of these pages."""
        return url_for(f"{self.name}.{page}", **values)  # type: ignore[arg-type]
