"""How soon a started server answers, beside loading what any such application loads."""

import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.servers.application import served_application

ROUNDS = 3


def seconds_to_load_libraries() -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import flask, sqlalchemy.orm"], check=True)
    return time.monotonic() - began


def seconds_to_first_answer(folder: Path) -> float:
    began = time.monotonic()
    with (
        served_application(folder) as served,
        urllib.request.urlopen(f"{served.url}/", timeout=30) as page,
    ):
        assert page.status == 200
        return time.monotonic() - began


def test_a_second_start_answers_soon(tmp_path: Path) -> None:
    seconds_to_first_answer(tmp_path)  # the first one prepares the instance
    rounds = [
        (seconds_to_first_answer(tmp_path), seconds_to_load_libraries()) for _ in range(ROUNDS)
    ]
    spent, floor = min(spent for spent, _ in rounds), min(floor for _, floor in rounds)
    print(f"\nfirst answer {spent:.2f} s, libraries alone {floor:.2f} s: {spent / floor:.1f} times")
