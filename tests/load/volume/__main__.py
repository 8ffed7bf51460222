"""`make volume`: fill an empty instance as twenty years leave it."""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from config import load_settings
from exchange.accounts.services.passwords import hash_password
from exchange.cli.instance import data_keys, ledger_key, opened
from exchange.cli.prepare import prepare
from exchange.core import clock
from tests.load.volume.filling import PeopledError, fill
from tests.load.volume.keys import keys_of
from tests.load.volume.sizes import Sizes


def main() -> int:
    """Prepare the instance that the environment names, without demo data, and fill it."""
    arguments = _arguments()
    sizes = Sizes.of(arguments.years, arguments.schools, arguments.pupils)
    settings = prepare(load_settings(), demo=False)
    began = time.monotonic()
    with opened(settings) as (_settings, database):
        try:
            filled = fill(
                database,
                sizes if arguments.crowd is None else replace(sizes, crowd=arguments.crowd),
                keys=(data_keys(settings), ledger_key(settings)),
                password_hash=hash_password(arguments.password),
                today=clock.today(),
            )
        except PeopledError as error:
            print(error, file=sys.stderr)
            return 1
        with database.reading() as session:
            keys = keys_of(session, filled)
    file = Path(settings.instance_dir) / "volume.json"
    file.write_text(json.dumps(keys, indent=1), encoding="utf-8")
    print(f"{filled.rows:,} rows in {time.monotonic() - began:.0f} s; keys in {file}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make volume", description=__doc__)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--schools", type=int, default=1_000)
    parser.add_argument("--pupils", type=int, default=50_000)
    parser.add_argument("--crowd", type=int, help="pupils of the busiest edition")
    parser.add_argument("--password", default="correct-horse-battery", help="of every account")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
