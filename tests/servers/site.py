"""The whole application, prepared as `make run` prepares it and served for a browser."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings, load_settings
from exchange.cli.prepare import prepare
from exchange.core.database import Database
from tests.servers.application import PASSWORD
from tests.servers.building import build_app

#: The instant every site stands at: what is relative to today is the same on every day.
NOW: Final = "2026-11-25T12:00:00+09:00"


@dataclass(frozen=True)
class Site:
    """A running application: where it answers, and its database for looking behind it."""

    url: str
    settings: Settings
    database: Database


def prepare_instance(folder: Path) -> Path:
    """Write keys, migrate and load the data into a folder, once for many sites."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("EXCHANGE_DATABASE_URL", "EXCHANGE_PUBLIC"):
            environment.delenv(name, raising=False)
        environment.setenv("EXCHANGE_INSTANCE_DIR", str(folder))
        environment.setenv("EXCHANGE_NOW", NOW)
        environment.setenv("EXCHANGE_DEMO_PASSWORD", PASSWORD)
        prepare(load_settings(), demo=True)
    return folder


class Answering(WSGIRequestHandler):
    """Keeps a browser's connection open, and writes no line for each answer."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave the answer out: a browser may go on reading when its test has ended."""


@contextmanager
def serving(
    prepared: Path, folder: Path, name: str = "127.0.0.1", **environ: str
) -> Iterator[Site]:
    """Serve a copy of a prepared instance on a free port of this machine, by one of its names."""
    instance = Path(shutil.copytree(prepared, folder, dirs_exist_ok=True))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        host, port = listening.getsockname()
        url = f"http://{name}:{port}"
        settings = load_settings(
            {
                "EXCHANGE_INSTANCE_DIR": str(instance),
                "EXCHANGE_BASE_URL": url,
                "EXCHANGE_NOW": NOW,
                **environ,
            }
        )
        database = Database(settings.database_url)
        app = build_app(settings, database)
        server = make_server(
            host, port, app, threaded=True, request_handler=Answering, fd=listening.fileno()
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Site(url, settings, database)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            database.dispose()
