"""An instance with data, on either database, on which the commands run as processes."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config import ROOT, Settings, load_settings
from exchange.core.database import Database
from exchange.core.keys import Keyring


@dataclass(frozen=True, slots=True)
class Office:
    """An instance's folder, with its keys, and the address of its database."""

    folder: Path
    url: str
    #: Names its processes are started with besides.
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what a process of this instance is started with."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("EXCHANGE_")}
        named = {"EXCHANGE_INSTANCE_DIR": str(self.folder), "EXCHANGE_DATABASE_URL": self.url}
        return {**kept, **named, **self.more}

    @property
    def settings(self) -> Settings:
        """Return what its processes go by now."""
        return load_settings(self.environment)

    @property
    def ring(self) -> Keyring:
        """Return its data keys as they stand now."""
        return Keyring.parse(self.settings.data_key or "")

    def database(self) -> Database:
        """Open its database."""
        return Database(self.url)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "exchange.cli", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> tuple[int, str, str]:
        """Run a command to its end; return its status and what it said."""
        process = self.start(*words)
        out, err = process.communicate(timeout=180)
        return process.returncode, out, err
