"""`exchange load-reference`."""

import argparse

from exchange.cli.instance import opened
from exchange.core.database import Database, transact
from exchange.core.permissions import system_actor
from exchange.reference.loader import LoadReport, load_reference


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: the data files are part of the program."""


def run(arguments: argparse.Namespace) -> int:
    """Load the data files and say what changed and what a person's edit kept."""
    with opened() as (_settings, database):
        print("\n".join(lines(load_into(database))))
    return 0


def load_into(database: Database) -> LoadReport:
    """Load the data files into a database."""
    actor = system_actor("exchange load-reference")
    return transact(database, lambda session: load_reference(session, actor=actor))


def tell_kept(report: LoadReport) -> None:
    """Print only which edits of people were kept: a start has nothing else to say."""
    print("".join(f"{line}\n" for line in lines(report)[1:]), end="", flush=True)


def lines(report: LoadReport) -> list[str]:
    """Return the report in English, a line for every row that keeps a person's edit."""
    return [
        f"reference data: {report.created} created, {report.updated} updated, "
        f"{report.unchanged} unchanged",
        *(
            f"kept as edited: {kept.kind} {kept.slug}: {', '.join(kept.fields)}"
            for kept in report.kept
        ),
    ]
