"""Settings from the environment; imports nothing of ours."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


#: A report that is due later than this is no report.
_MOST_DAYS = 60
#: A session that is not used for so long is nobody's any more.
_MOST_IDLE_MINUTES = 240
#: Whoever signed in yesterday signs in again today.
_MOST_SESSION_HOURS = 24
#: Shorter ones could be guessed.
_SHORTEST_TOKEN = 24


_DATA_KEY = "EXCHANGE_DATA_KEY"

_PHONE: Final = re.compile(r"\+?[0-9](?:[ -]?[0-9]){8,14}")
_MAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")


class SettingsError(ValueError):
    """Say in one line which variable is wrong and what it should look like."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The city's directory of staff, which signs people in by OpenID Connect."""

    issuer: str
    client_id: str
    client_secret: str
    #: What its button is called; None is our own word for it.
    name: str | None = None
    #: Values of `acr` that say two factors were shown; asked for when given.
    acr_values: tuple[str, ...] = ()
    #: Whether each of its sign-ins counts as two factors, whatever it says of them.
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Where strangers, guardians and schools reach the division; None until it says so."""

    phone: str | None = None
    mail: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the environment decides; keys are raw text, parsed where they are used."""

    database_url: str
    instance_dir: Path
    secret_key: str | None = None
    #: `id:base64[,id:base64…]`, first is current; 32 bytes each.
    data_key: str | None = None
    #: Whether the data key stands in the secrets file, where a rotation may add one.
    keeps_data_key: bool = False
    #: base64, 32 bytes.
    ledger_key: str | None = None
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str | None = None
    #: False on a closed network: no outside links, no feeds.
    public: bool = True
    demo_password: str | None = None
    #: A fixed instant for `now` and `today` in rules, pages and feeds.
    fixed_now: datetime | None = None
    #: Within how many working days of its last day a visit is reported on.
    report_days: int = 7
    #: A second factor beside the password: off, optional, or required of who works with the data.
    second_factor: str = "required"
    #: Minutes without use, and hours at all, after which a session ends.
    session_idle_minutes: int = 30
    session_hours: int = 12
    #: What open data may be used for, in the city's words; None until the city sets it.
    data_licence: str | None = None
    #: None where people sign in here alone.
    directory: Directory | None = None
    #: The one administrator who may still use a password where staff may not; None lets all.
    break_glass: str | None = None
    #: What Prometheus must send to read /metrics; None: there is no such page.
    metrics_token: str | None = None
    #: A copy that follows the database, for what strangers read; None: the database answers all.
    read_database_url: str | None = None
    #: A sorted list of SHA-1 hashes of breached passwords, none of which is taken; None: no list.
    breached_passwords: Path | None = None
    #: The virus scanner that sees each upload, `tcp://host:port` or `unix:/path`; None: none.
    scanner_url: str | None = None
    contact: Contact = Contact()
    testing: bool = False

    @property
    def secrets_file(self) -> Path:
        """Where `make run` keeps the keys it wrote once."""
        return self.instance_dir / "secrets.env"

    def present_data_key(self) -> str:
        """Return the data keys as they stand now: a rotation adds one to the file while we serve.

        Empty where there is none.
        """
        kept = read_env_file(self.secrets_file) if self.keeps_data_key else {}
        return kept.get(_DATA_KEY) or self.data_key or ""


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings from the environment, then from the instance's secrets.env.

    Raises SettingsError when a value cannot be read.
    """
    env = dict(os.environ if environ is None else environ)
    instance_dir = Path(env.get("EXCHANGE_INSTANCE_DIR") or ROOT / "instance").resolve()
    kept = read_env_file(instance_dir / "secrets.env")
    keeps_data_key = _DATA_KEY in kept and _DATA_KEY not in env
    env = {**kept, **env}
    return Settings(
        database_url=env.get("EXCHANGE_DATABASE_URL")
        or f"sqlite:///{instance_dir / 'exchange.sqlite3'}",
        instance_dir=instance_dir,
        secret_key=env.get("EXCHANGE_SECRET_KEY") or None,
        data_key=env.get(_DATA_KEY) or None,
        keeps_data_key=keeps_data_key,
        ledger_key=env.get("EXCHANGE_LEDGER_KEY") or None,
        base_url=(env.get("EXCHANGE_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        mail_url=env.get("EXCHANGE_MAIL_URL") or None,
        public=_on_or_off("EXCHANGE_PUBLIC", env.get("EXCHANGE_PUBLIC") or "on"),
        demo_password=env.get("EXCHANGE_DEMO_PASSWORD") or None,
        fixed_now=_instant("EXCHANGE_NOW", env.get("EXCHANGE_NOW")),
        report_days=_count(env, "EXCHANGE_REPORT_DAYS", "7", unit="days", most=_MOST_DAYS),
        second_factor=_policy("EXCHANGE_SECOND_FACTOR", env.get("EXCHANGE_SECOND_FACTOR")),
        session_idle_minutes=_count(
            env, "EXCHANGE_SESSION_IDLE_MINUTES", "30", unit="minutes", most=_MOST_IDLE_MINUTES
        ),
        session_hours=_count(
            env, "EXCHANGE_SESSION_HOURS", "12", unit="hours", most=_MOST_SESSION_HOURS
        ),
        data_licence=env.get("EXCHANGE_DATA_LICENCE") or None,
        directory=(directory := _directory(env)),
        break_glass=_break_glass(env, directory),
        read_database_url=env.get("EXCHANGE_READ_DATABASE_URL") or None,
        breached_passwords=_file(env.get("EXCHANGE_BREACHED_PASSWORDS")),
        scanner_url=_scanner(env.get("EXCHANGE_SCANNER_URL")),
        contact=_contact(env),
        metrics_token=_token("EXCHANGE_METRICS_TOKEN", env.get("EXCHANGE_METRICS_TOKEN")),
    )


def read_env_file(path: Path) -> dict[str, str]:
    """Read `NAME=value` lines; a missing file is an empty one."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _directory(env: Mapping[str, str]) -> Directory | None:
    """Read how to reach the directory: all three of its settings, or none."""
    names = [f"EXCHANGE_OIDC_{part}" for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")]
    values = [env.get(name) or "" for name in names]
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if len(missing) == len(names):
        return None
    if missing:
        raise SettingsError(f"{missing[0]} is missing: the directory needs {', '.join(names)}")
    issuer, client_id, client_secret = values
    if not _is_kept_secret(issuer):
        raise SettingsError("EXCHANGE_OIDC_ISSUER must be an https address")
    second = env.get("EXCHANGE_OIDC_SECOND_FACTOR") or "ask"
    if second not in {"ask", "trust"}:
        raise SettingsError(f"EXCHANGE_OIDC_SECOND_FACTOR must be 'ask' or 'trust', not {second!r}")
    return Directory(
        issuer,
        client_id,
        client_secret,
        name=env.get("EXCHANGE_OIDC_NAME") or None,
        acr_values=tuple((env.get("EXCHANGE_OIDC_ACR") or "").split()),
        trusted=second == "trust",
    )


def _is_kept_secret(address: str) -> bool:
    """Say whether nobody on the way reads what is sent there."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https"
        or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})
    )


def _break_glass(env: Mapping[str, str], directory: Directory | None) -> str | None:
    """Read who may still use a password when staff may not."""
    if _on_or_off("EXCHANGE_STAFF_PASSWORDS", env.get("EXCHANGE_STAFF_PASSWORDS") or "on"):
        return None
    email = (env.get("EXCHANGE_BREAK_GLASS") or "").strip().lower()
    if directory is None or "@" not in email:
        raise SettingsError(
            "EXCHANGE_STAFF_PASSWORDS=off needs EXCHANGE_OIDC_ISSUER, and EXCHANGE_BREAK_GLASS"
            " with the mail address of the administrator who keeps a password"
        )
    return email


def _on_or_off(name: str, value: str) -> bool:
    if value not in {"on", "off"}:
        raise SettingsError(f"{name} must be 'on' or 'off', not {value!r}")
    return value == "on"


def _token(name: str, value: str | None) -> str | None:
    if value and (len(value) < _SHORTEST_TOKEN or not value.isascii() or " " in value):
        raise SettingsError(f"{name} must have at least {_SHORTEST_TOKEN} characters, no space")
    return value or None


def _contact(env: Mapping[str, str]) -> Contact:
    like = "096-000-0000, with its area code"
    return Contact(
        phone=_written(env, "EXCHANGE_CONTACT_PHONE", _PHONE, like=like),
        mail=_written(env, "EXCHANGE_CONTACT_MAIL", _MAIL, like="name@city.example"),
    )


def _written(env: Mapping[str, str], name: str, form: re.Pattern[str], *, like: str) -> str | None:
    """Read what people are shown as it is written."""
    value = (env.get(name) or "").strip()
    if value and not form.fullmatch(value):
        raise SettingsError(f"{name} must be like {like}")
    return value or None


def _scanner(address: str | None) -> str | None:
    """Read where the virus scanner listens; a wrong address would refuse every upload."""
    if not address:
        return None
    parts = urlsplit(address)
    try:
        is_reachable = bool(parts.hostname and parts.port)
    except ValueError:
        is_reachable = False
    if (parts.scheme == "tcp" and is_reachable) or (parts.scheme == "unix" and parts.path):
        return address
    raise SettingsError(
        "EXCHANGE_SCANNER_URL must be like tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl"
    )


def _file(value: str | None) -> Path | None:
    return Path(value) if value else None


def _policy(name: str, value: str | None) -> str:
    if value and value not in {"off", "optional", "required"}:
        raise SettingsError(f"{name} must be off, optional or required, not {value!r}")
    return value or "required"


def _count(env: Mapping[str, str], name: str, usual: str, *, unit: str, most: int) -> int:
    value = env.get(name) or usual
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise SettingsError(f"{name} must be a number of {unit} from 1 to {most}")
    return int(value)


def _instant(name: str, value: str | None) -> datetime | None:
    """Read an instant; astimezone() fails at the ends of the calendar."""
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise SettingsError(
        f"{name} is {value!r}; write a day and time with its UTC offset,"
        " such as 2027-05-19T09:00:00+09:00, or leave it out for the machine's clock"
    )
