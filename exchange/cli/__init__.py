"""The `exchange` command: each subcommand calls one service and is loaded only when called."""

import argparse
import gc
import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Final


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand: where it lives and what `--help` says.

    Its module offers `add_arguments(parser)` and `run(arguments) -> int`.
    """

    module: str
    summary: str


COMMANDS: Final = {
    "migrate": Command("exchange.cli.migrate", "bring the database to the newest schema"),
    "load-reference": Command(
        "exchange.cli.load_reference", "load the eight partners, the strategy and its indicators"
    ),
    "load-demo": Command("exchange.cli.load_demo", "load plainly fictional people to try with"),
    "create-user": Command(
        "exchange.cli.create_user", "create an account and print its invitation"
    ),
    "reset-second-factor": Command(
        "exchange.cli.reset_second_factor",
        "let an administrator in who lost the phone",
    ),
    "serve": Command("exchange.cli.serve", "answer requests on this machine"),
    "work": Command("exchange.cli.work", "do the waiting jobs"),
    "purge": Command("exchange.cli.purge", "say what is kept past its day; --confirm deletes it"),
    "backup": Command("exchange.cli.backup", "write everything into a file, or read one through"),
    "restore": Command("exchange.cli.restore", "load a backup into an empty database"),
    "rotate-key": Command("exchange.cli.rotate_key", "seal everything under a new data key"),
    "export-ics": Command("exchange.cli.export_ics", "write the public calendar as a file"),
    "import-roster": Command("exchange.cli.import_roster", "try, or take over, a school's roster"),
    "remind": Command(
        "exchange.cli.remind", "remind guardians about consent; end offers nobody answered"
    ),
    "lottery": Command("exchange.cli.lottery", "re-run a published lottery from its file"),
    "indicator": Command("exchange.cli.indicator", "print or recount an indicator"),
}


class CommandError(Exception):
    """A command's refusal, in one line."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; refusals are one line on standard error and exit status 1."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="exchange", description=__doc__.partition(":")[0] + ".")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in words if word in COMMANDS), None)
    run: Callable[[argparse.Namespace], int] | None = None
    for name, command in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=command.summary, description=command.summary)
        if name == wanted:
            module = _load(command.module)
            module.add_arguments(subparser)
            run = module.run
    arguments = parser.parse_args(words)
    return _guarded(run, arguments) if run else 2


def _load(name: str) -> ModuleType:
    """Import with the garbage collector at rest: modules stay, looking among them takes long."""
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        gc.freeze()
        gc.enable()


def _guarded(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    settings_errors = importlib.import_module("exchange.cli.refusals")
    try:
        return run(arguments)
    except settings_errors.REFUSALS as error:
        print(f"exchange: {settings_errors.sentence(error)}", file=sys.stderr)
        return 1
