"""Data files read with their line numbers, so that a mistake in one can be pointed at."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Final, TypeVar

import yaml

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.messages import Message, message

Member = TypeVar("Member", bound=Enum)

#: Some ten times quicker where PyYAML was built with libyaml, as its wheels are.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRUTHS: Final = {"true": True, "false": False}


class DataFileError(DomainError):
    """A data file cannot be used; the sentence names file, line and what is wrong there."""

    def __init__(self, file: str, line: int, problem: Message) -> None:
        super().__init__(message("reference.error.file", file=file, line=line, problem=problem))


class Section:
    """A mapping of a data file; every key is taken once, and a key nobody takes is refused."""

    def __init__(self, file: str, node: yaml.Node) -> None:
        self.file = file
        self.line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            raise DataFileError(file, self.line, message("reference.error.not_a_section"))
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in self._lines:
                raise DataFileError(file, line, message("reference.error.twice", key=name))
            self._nodes[name], self._lines[name] = value, line

    def fault(self, problem: Message, key: str | None = None) -> DataFileError:
        """Return the error that points at a key, or at the section's first line."""
        return DataFileError(self.file, self._lines.get(key or "", self.line), problem)

    def has(self, key: str) -> bool:
        """Say whether a key stands here with a value."""
        node = self._nodes.get(key)
        return node is not None and not _is_null(node)

    def text(self, key: str) -> str:
        """Take a text that must be there."""
        node = self._take(key)
        if not isinstance(node, yaml.ScalarNode) or not node.value:
            raise self.fault(message("reference.error.not_a_text", key=key), key)
        return str(node.value)

    def optional_text(self, key: str) -> str | None:
        """Take a text, None when it is absent or null."""
        return self.text(key) if self._is_given(key) else None

    def texts(self, key: str) -> list[str]:
        """Take a list of texts; an absent one is empty."""
        if not self._is_given(key):
            return []
        node = self._take(key)
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(message("reference.error.not_a_list", key=key), key)
        return [str(item.value) for item in node.value]

    def integer(self, key: str) -> int:
        """Take a whole number."""
        text = self.text(key)
        try:
            return int(text)
        except ValueError:
            raise self.fault(message("reference.error.not_a_number", key=key), key) from None

    def decimal(self, key: str) -> Decimal:
        """Take a number, exactly as written."""
        text = self.text(key)
        try:
            return Decimal(text)
        except InvalidOperation:
            raise self.fault(message("reference.error.not_a_number", key=key), key) from None

    def optional_decimal(self, key: str) -> Decimal | None:
        """Take a number, None when it is absent or null."""
        return self.decimal(key) if self._is_given(key) else None

    def truth(self, key: str, *, default: bool | None = None) -> bool:
        """Take true or false."""
        if default is not None and not self._is_given(key):
            return default
        text = self.text(key)
        if text not in _TRUTHS:
            raise self.fault(message("reference.error.not_a_truth", key=key), key)
        return _TRUTHS[text]

    def date(self, key: str) -> PartialDate:
        """Take a year, a month or a day."""
        text = self.text(key)
        try:
            return PartialDate.parse(text)
        except ValueError:
            raise self.fault(message("reference.error.not_a_date", key=key), key) from None

    def optional_date(self, key: str) -> PartialDate | None:
        """Take a date, None when it is absent or null."""
        return self.date(key) if self._is_given(key) else None

    def choice(self, key: str, members: type[Member]) -> Member:
        """Take one of an enum's values."""
        text = self.text(key)
        try:
            return members(text)
        except ValueError:
            raise self.fault(message("reference.error.unknown", key=key, value=text), key) from None

    def choices(self, key: str, members: type[Member]) -> list[str]:
        """Take a list of an enum's values."""
        found = self.texts(key)
        for value in found:
            if value not in {str(member.value) for member in members}:
                raise self.fault(message("reference.error.unknown", key=key, value=value), key)
        return found

    def localized(self, key: str) -> Localized:
        """Take a text by language; Japanese must be there."""
        inner = self.section(key)
        texts = {tag: inner.text(tag) for tag in list(inner._nodes)}
        if "ja" not in texts:
            raise self.fault(message("reference.error.no_japanese", key=key), key)
        return Localized(texts)

    def optional_localized(self, key: str) -> Localized | None:
        """Take a text by language, None when it is absent or null."""
        return self.localized(key) if self._is_given(key) else None

    def section(self, key: str) -> "Section":
        """Take a mapping."""
        return Section(self.file, self._take(key))

    def sections(self, key: str) -> list["Section"]:
        """Take a list of mappings; an absent one is empty."""
        if not self._is_given(key):
            return []
        node = self._take(key)
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(message("reference.error.not_a_list", key=key), key)
        return [Section(self.file, item) for item in node.value]

    def lists(self, key: str) -> Mapping[str, list[str]]:
        """Take a mapping of lists of texts."""
        inner = self.section(key)
        return {name: inner.texts(name) for name in list(inner._nodes)}

    def finish(self) -> None:
        """Refuse keys that nobody took: they are misspelt."""
        for key in self._nodes:
            raise self.fault(message("reference.error.unknown_key", key=key), key)

    def _take(self, key: str) -> yaml.Node:
        if key not in self._nodes:
            raise self.fault(message("reference.error.missing", key=key))
        return self._nodes.pop(key)

    def _is_given(self, key: str) -> bool:
        """Say whether a key has a value; a null is taken and forgotten."""
        if self.has(key):
            return True
        self._nodes.pop(key, None)
        return False


def read_file(folder: Path, name: str) -> Section:
    """Read a data file; raises DataFileError with the line where it is broken."""
    path = folder / name
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataFileError(name, line, message("reference.error.not_yaml")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(name, 1, message("reference.error.unreadable")) from error
    if node is None:
        raise DataFileError(name, 1, message("reference.error.empty"))
    return Section(name, node)


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
