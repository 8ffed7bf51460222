"""`exchange load-reference`."""

import argparse

from exchange.cli.instance import opened
from exchange.core.database import transact
from exchange.core.permissions import system_actor
from exchange.reference.loader import LoadReport, load_reference


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: the data files are part of the program."""


def run(arguments: argparse.Namespace) -> int:
    """Load the data files and say what changed and what a person's edit kept."""
    actor = system_actor("exchange load-reference")
    with opened() as (_settings, database):
        report = transact(database, lambda session: load_reference(session, actor=actor))
    print("\n".join(lines(report)))
    return 0


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
