"""What of a value a JSON Schema refuses; the words that our schemas use, and no other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "object": (dict,),
    "array": (list,),
}
_FORMATS: Final[Mapping[str, Callable[[str], object]]] = {
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
}
_KNOWN: Final = {
    *("$schema", "title", "description", "type", "format", "anyOf"),
    *("properties", "required", "additionalProperties", "items", "enum"),
}


def refusals(value: object, schema: Mapping[str, Any], at: str = "") -> Sequence[str]:
    """Return where a value is not what the schema says."""
    assert schema.keys() <= _KNOWN, schema.keys() - _KNOWN
    if "anyOf" in schema:
        found = [refusals(value, each, at) for each in schema["anyOf"]]
        return [] if [] in found else [line for each in found for line in each]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(value, kind) for kind in kinds):
        return [f"{at}: {value!r} is not {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is none of {schema['enum']}"]
    if isinstance(value, str) and (reader := _FORMATS.get(schema.get("format", ""))):
        return _unread(value, reader, at)
    if isinstance(value, dict):
        return _of_object(value, schema, at)
    if isinstance(value, list):
        pairs = enumerate(value)
        return [line for i, each in pairs for line in refusals(each, schema["items"], f"{at}/{i}")]
    return []


def _unread(value: str, reader: Callable[[str], object], at: str) -> Sequence[str]:
    try:
        reader(value)
    except ValueError:
        return [f"{at}: {value!r} has another form"]
    return []


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _of_object(value: Mapping[str, Any], schema: Mapping[str, Any], at: str) -> Sequence[str]:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", {})
    lines = [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, held in value.items():
        if name not in known and other is False:
            lines.append(f"{at}: {name} is unknown")
        else:
            lines += refusals(held, known.get(name, other), f"{at}/{name}")
    return lines
