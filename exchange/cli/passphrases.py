"""The passphrase of a backup: the words of a key file, or typed at a terminal."""

import argparse
import sys
from getpass import getpass
from pathlib import Path
from typing import Final

from exchange.backups.ciphers import MAGIC
from exchange.cli import CommandError

_SHORTEST: Final = 12


def add_key_file(parser: argparse.ArgumentParser) -> None:
    """Take the file that holds the passphrase."""
    parser.add_argument(
        "--key-file",
        type=Path,
        metavar="KEYFILE",
        help="holds the passphrase of an encrypted backup; without it, it is asked for",
    )


def new_passphrase(key_file: Path | None) -> str:
    """Return what a backup is to be encrypted with; typed twice, or from its file."""
    passphrase = _kept(key_file) if key_file else _asked("Passphrase: ")
    if len(passphrase) < _SHORTEST:
        raise CommandError(f"a passphrase needs at least {_SHORTEST} characters")
    if not key_file and _asked("The same again: ") != passphrase:
        raise CommandError("the two passphrases differ")
    return passphrase


def passphrase_for(path: Path, key_file: Path | None) -> str | None:
    """Return what opens a backup: None where it is not encrypted."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return None
    return _kept(key_file) if key_file else _asked("Passphrase: ")


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"the passphrase cannot be read from {path}") from error


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError("nobody can be asked for the passphrase here; name --key-file")
    return getpass(prompt)
