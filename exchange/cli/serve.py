"""`exchange serve`: web workers, and one worker for the waiting jobs beside them."""

import argparse
import errno
import gc
import os
import socket
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from config import Settings, load_settings, read_env_file
from exchange.app import create_app
from exchange.cli import CommandError
from exchange.cli.instance import ensure_keys_open, opened
from exchange.cli.prepare import prepare
from exchange.cli.server_log import ServerLog
from exchange.cli.supervising import companion
from exchange.core.breached import BreachedListError, ensure_list
from exchange.core.database import Database, transact
from exchange.core.keys import KeyProblemError, Keyring, decode_key
from exchange.core.logs import write_lines
from exchange.core.permissions import system_actor
from exchange.itineraries.services.zones import follow_zones
from exchange.outbox.transport import parse_mail_url
from exchange.web.measures import PARTS, shared_memory

_WORKERS: Final = 2
_THREADS: Final = 4
#: Told to stop, a web worker has so long to finish what it answers.
_STOPPING_SECONDS: Final = 30
_LAST_PORT: Final = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the address, and whether to prepare the database first."""
    parser.add_argument("--port", type=_port, default=os.environ.get("PORT") or "8000")
    parser.add_argument("--host", default="127.0.0.1", help="default: loopback only")
    parser.add_argument(
        "--no-worker", action="store_true", help="leave the jobs to `exchange work`"
    )
    parser.add_argument(
        "--prepare", action="store_true", help="write keys once, migrate and load the data first"
    )
    parser.add_argument(
        "--access-log",
        action="store_true",
        help="write a line of JSON a request, without secrets or names",
    )
    parser.add_argument("--no-demo", action="store_true", help="prepare without the demo data")


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; refuses a port in use and missing keys in one line."""
    _ensure_free(arguments.host, arguments.port)
    _name_address(arguments.host, arguments.port)
    settings = load_settings()
    if arguments.prepare:
        settings = prepare(settings, demo=not arguments.no_demo)
    _ensure_keys(settings)
    with opened(settings) as (_settings, database):  # refuses EXCHANGE_NOW among real people
        ensure_keys_open(settings, database)
        _follow_zones(database)
    write_lines(requests=arguments.access_log)
    with nullcontext() if arguments.no_worker else companion():
        _Server(settings, arguments.host, arguments.port).run()
    return 0


def _follow_zones(database: Database) -> None:
    """Derive planned instants anew: a process learns zones' new rules when it starts."""
    actor = system_actor("exchange serve")
    followed = transact(database, lambda session: follow_zones(session, actor=actor))
    if followed.moved:
        print(
            f"itinerary: zones' rules have changed; items that follow: {followed.moved}", flush=True
        )
    for key in followed.visits_to_mend:
        print(f"itinerary: clocks to mend in /delegations/{key}/", file=sys.stderr)


def _port(text: str) -> int:
    """Read a port; argparse says which argument is wrong."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to {_LAST_PORT}")
    return int(text)


def _name_address(host: str, port: int) -> None:
    """Without a public address, pages and feeds name the one people really reach here."""
    known = {**read_env_file(load_settings().secrets_file), **os.environ}
    if known.get("EXCHANGE_BASE_URL"):
        return
    if _is_every_address(host):
        raise CommandError(
            f"EXCHANGE_BASE_URL is not set; with --host {host} it must say the address people"
            " reach, such as http://exchange.example:8000"
        )
    os.environ["EXCHANGE_BASE_URL"] = f"http://{host}:{port}"


def _is_every_address(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:  # a name
        return not host


def _ensure_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(
                    f"cannot listen on {host} port {port}: {error.strerror}"
                ) from error
            other = port + 1 if port < _LAST_PORT else port - 1
            raise CommandError(
                f"port {port} is already in use; choose another, such as PORT={other} make run"
            ) from error


def _ensure_keys(settings: Settings) -> None:
    keys = {
        "EXCHANGE_SECRET_KEY": settings.secret_key,
        "EXCHANGE_DATA_KEY": settings.data_key,
        "EXCHANGE_LEDGER_KEY": settings.ledger_key,
    }
    missing = [name for name, value in keys.items() if not value]
    if missing:
        raise CommandError(f"{', '.join(missing)} not set; `make run` writes them once")
    _ensure_readable(settings)


def _ensure_readable(settings: Settings) -> None:
    """Refuse keys, a mail server and a list that would fail at their first use, long after."""
    name = "EXCHANGE_DATA_KEY"
    try:
        Keyring.parse(settings.data_key or "")
        name = "EXCHANGE_LEDGER_KEY"
        decode_key(settings.ledger_key or "")
    except KeyProblemError as error:
        raise CommandError(f"{name} cannot be used: {error}") from error
    if settings.mail_url is not None:
        parse_mail_url(settings.mail_url)
    if settings.breached_passwords is not None:
        _ensure_list(settings.breached_passwords)


def _ensure_list(listed: Path) -> None:
    try:
        ensure_list(listed)
    except BreachedListError as error:
        raise CommandError(
            f"EXCHANGE_BREACHED_PASSWORDS: {listed} {error}; it must hold SHA-1 hashes of"
            " passwords, `HASH` or `HASH:COUNT` a line, sorted by hash"
        ) from error


class _Compiled(FileSystemBytecodeCache):
    """Templates compiled before; where there is no room to keep one, its page still comes."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template where possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, whose workers are forked from one application and share its memory."""

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self._settings = settings
        self._address = (host, port)
        self._memory = shared_memory()
        super().__init__()

    def load_config(self) -> None:
        """Set what the command decides."""
        host, port = self._address
        options: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": _WORKERS,
            "threads": _THREADS,
            "control_socket_disable": True,
            "when_ready": lambda _server: print(f"Exchange: http://{host}:{port}/", flush=True),
            "loglevel": "warning",
            "logger_class": ServerLog,
            "graceful_timeout": _STOPPING_SECONDS,
            "preload_app": True,
            "pre_fork": _give_part,
            "post_fork": self._take_part,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def _take_part(self, _server: object, worker: Any) -> None:  # noqa: ANN401 - gunicorn's own
        """Let a worker that was just forked count in its part."""
        worker.app.wsgi().extensions["measures"].share(self._memory, worker.part)

    def load(self) -> Callable[..., Any]:
        """Build the application once; templates compiled before need not be again."""
        app = create_app(self._settings)
        folder = self._settings.instance_dir / "templates"
        folder.mkdir(exist_ok=True)
        app.jinja_env.bytecode_cache = _Compiled(str(folder))
        gc.collect()
        gc.freeze()  # what the collector does not look at, the workers go on sharing
        return app


def _give_part(server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's own
    """Give a worker that is about to be forked a part of the counts that no other writes."""
    taken = {other.part for other in server.WORKERS.values()}
    worker.part = min(set(range(PARTS)) - taken)
