"""`exchange lottery --verify FILE`: re-run a published draw from its own file, and nothing else."""

import argparse
import json
from pathlib import Path

from exchange.cli import CommandError
from exchange.youth.lottery import faults


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the published file, and the digest that was published before the draw."""
    parser.add_argument("--verify", metavar="FILE", type=Path, required=True)
    parser.add_argument("--digest", help="the digest that was published before the draw")


def run(arguments: argparse.Namespace) -> int:
    """Say that the draw is right, or name what is not and return 1."""
    file: Path = arguments.verify
    try:
        published = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} cannot be read as a published lottery") from error
    if not isinstance(published, dict):
        raise CommandError(f"{file} is no published lottery")
    found = faults(published, promised=arguments.digest)
    for fault in found:
        print(fault)
    if not found:
        print("the draw is right: the same list and seed give the same result")
    return 1 if found else 0
