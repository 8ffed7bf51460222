"""The file with which anyone re-runs a lottery, as programs read of it."""

from typing import Final

from exchange.core.describing import JSON, TEXT, DataAddress, Parameter, Schema
from exchange.core.messages import message

_NUMBERS: Final[Schema] = {"type": "array", "items": {"type": "integer"}}
#: As `lottery.published` gives it: the seed once it is known, the outcome once it was drawn.
LOTTERY: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["list", "digest"],
    "properties": {
        "list": TEXT,
        "digest": TEXT,
        "seed": TEXT,
        "winners": _NUMBERS,
        "waiting": _NUMBERS,
    },
}
_EDITION: Final = Parameter(
    "key",
    message("youth.data.edition"),
    {"type": "string", "format": "uuid"},
    required=True,
    in_path=True,
)

ADDRESSES: Final = (
    DataAddress(
        "youth.lottery_file",
        "/youth/editions/{key}/lottery.json",
        message("youth.lottery.file"),
        JSON,
        lambda language: LOTTERY,
        parameters=(_EDITION,),
    ),
)
