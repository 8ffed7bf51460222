"""The application as tests build it: templates are compiled once a process, not once each."""

from typing import Final

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from config import Settings
from exchange.app import create_app
from exchange.core.database import Database
from tests.servers.visitor import Visitor


class _Compiled(BytecodeCache):
    """Keeps compiled templates in memory, by name and source."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


_COMPILED: Final = _Compiled()


def build_app(settings: Settings, database: Database) -> Flask:
    """Build the application for visitors; compiling its templates anew would cost seconds."""
    app = create_app(settings, database)
    app.jinja_env.bytecode_cache = _COMPILED
    app.test_client_class = Visitor
    return app
