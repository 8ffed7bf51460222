"""The indicators' files, as programs read of them."""

from typing import Final

from exchange.agreements.described import file_addresses, schema_address
from exchange.core.describing import CSV, JSON, DataAddress, Parameter
from exchange.core.messages import message
from exchange.indicators.opendata import COLUMNS
from exchange.indicators.schemas import YOUTH, schema_of_a_year

_YOUTH: Final = "/indicators/youth-participation"
_READINGS: Final = message("indicators.youth.title")
_OF_YEAR: Final = message("indicators.data.year_file")
_YEAR: Final = Parameter(
    "year",
    message("indicators.data.fiscal_year"),
    {"type": "integer", "minimum": 1800, "maximum": 2199},
    required=True,
    in_path=True,
)

ADDRESSES: Final = (
    *file_addresses(
        "indicators.open_data",
        "/open-data/indicators",
        message("indicators.index.title"),
        title="indicators",
        columns=COLUMNS,
    ),
    schema_address("indicators.open_data_schema", "/open-data/indicators.schema.json"),
    DataAddress("indicators.youth_file", f"{_YOUTH}.json", _READINGS, JSON, lambda language: YOUTH),
    DataAddress("indicators.youth_file", f"{_YOUTH}.csv", _READINGS, CSV),
    schema_address("indicators.youth_schema", f"{_YOUTH}.schema.json"),
    DataAddress(
        "indicators.year_file",
        f"{_YOUTH}/{{year}}.json",
        _OF_YEAR,
        JSON,
        schema_of_a_year,
        parameters=(_YEAR,),
    ),
    DataAddress(
        "indicators.year_file", f"{_YOUTH}/{{year}}.csv", _OF_YEAR, CSV, parameters=(_YEAR,)
    ),
    schema_address("indicators.year_schema", f"{_YOUTH}/year.schema.json"),
)
