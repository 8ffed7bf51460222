"""The description of every public address for programs, as OpenAPI 3.1 writes it."""

from collections.abc import Mapping
from typing import Any, Final

from exchange import __version__
from exchange.agreements.described import ADDRESSES as AGREEMENTS
from exchange.calendars.described import ADDRESSES as CALENDARS
from exchange.core.describing import TEXT, DataAddress, Parameter
from exchange.core.messages import Message, message
from exchange.core.translate import translate
from exchange.indicators.described import ADDRESSES as INDICATORS
from exchange.youth.described import ADDRESSES as YOUTH

ADDRESSES: Final = (*AGREEMENTS, *INDICATORS, *CALENDARS, *YOUTH)

Part = dict[str, Any]

#: What any address may say instead, in one sentence of plain text.
_REFUSALS: Final[Mapping[str, Message]] = {
    "400": message("reports.data.refused"),
    "503": message("reports.data.away"),
}
_ABSENT: Final[Mapping[str, Message]] = {"404": message("reports.data.absent")}


def description(*, language: str, base_url: str, licence: str | None, public: bool) -> Part:
    """Return the document; its words are in a language, what the answers hold is in any."""
    told: Part = {
        "title": translate(message("agreements.data.title"), language),
        "description": translate(message("agreements.data.reading_text"), language),
        "version": __version__,
    }
    if licence:
        told["license"] = {"name": licence}
    paths = {
        each.path: {"get": _operation(each, language)}
        for each in ADDRESSES
        if public or not each.open_network
    }
    return {"openapi": "3.1.0", "info": told, "servers": [{"url": base_url}], "paths": paths}


def _operation(address: DataAddress, language: str) -> Part:
    refusals = {**_REFUSALS, **(_ABSENT if _names_a_thing(address) else {})}
    answers: Part = {"200": _answer(address, language)}
    if address.validated:
        answers["304"] = {"description": translate(message("reports.data.unchanged"), language)}
    for status, meaning in sorted(refusals.items()):
        said = {"text/plain": {"schema": TEXT}}
        answers[status] = {"description": translate(meaning, language), "content": said}
    return {
        "operationId": address.path.strip("/").translate(_AS_NAME),
        "summary": translate(address.meaning, language),
        "parameters": [_parameter(each, language) for each in address.parameters],
        "responses": answers,
    }


#: What an address is made of, as a name may hold it.
_AS_NAME: Final = str.maketrans({"/": "_", ".": "_", "-": "_", "{": "", "}": ""})


def _names_a_thing(address: DataAddress) -> bool:
    return any(parameter.in_path for parameter in address.parameters)


def _answer(address: DataAddress, language: str) -> Part:
    schema = {name: part for name, part in address.schema(language).items() if name != "$schema"}
    said = translate(address.meaning, language)
    return {"description": said, "content": {address.holds: {"schema": schema}}}


def _parameter(asked: Parameter, language: str) -> Part:
    schema: Part = {"type": "array", "items": asked.schema} if asked.repeated else {**asked.schema}
    return {
        "name": asked.name,
        "in": "path" if asked.in_path else "query",
        "required": asked.required,
        "description": translate(asked.meaning, language),
        "schema": schema,
    }
