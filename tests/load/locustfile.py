"""The deadline evening as locust drives it; runs in an environment of its own, on its own.

What it needs of the instance stands in the file that EXCHANGE_LOAD_PLAN names: accounts, links,
keys; how many errors of each kind there were goes to the one that EXCHANGE_LOAD_ERRORS names. Every
journey comes through the office's proxy from an address of its own.
"""

# Locust lives in another environment: here it has no types.
# mypy: disable-error-code="misc,untyped-decorator"

import itertools
import json
import math
import os
import random
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any

import gevent
from locust import FastHttpUser, constant_throughput, events, task

from tests.load.rates import PUPILS_LEFT, RATES

PLAN = json.loads(Path(os.environ["EXCHANGE_LOAD_PLAN"]).read_text(encoding="utf-8"))
FACTOR = float(os.environ.get("EXCHANGE_LOAD_FACTOR", "1"))
#: Apart for every step, so that no step meets the pupils of the one before.
STEP = int(os.environ.get("EXCHANGE_LOAD_STEP", "0"))
OPEN = PLAN["open"]
#: A journey takes at most so many seconds before others would have to wait for it.
_PATIENCE = 4

#: How many errors there were, by the status of the answer or the name of what went wrong.
_errors: Counter[str] = Counter()
_numbers = itertools.count(STEP * 1_000_000)


def _from(items: list[Any], share: int) -> Iterator[Any]:
    """Go through a list again and again, each step from another place."""
    first = STEP * share % len(items)
    return itertools.cycle(items[first:] + items[:first])


_schools = _from(PLAN["schools"], 37)
_links = _from(PLAN["links"], 331)
_staff = _from(PLAN["staff"], 0)
_pages = _from(PLAN["pages"], 0)


@events.request.add_listener
def _count(exception: Exception | None, response: Any, **_rest: Any) -> None:  # noqa: ANN401 - locust's own
    """Count an error by its kind."""
    if exception is not None:
        status = getattr(response, "status_code", 0)
        _errors[str(status) if status else type(exception).__name__] += 1


@events.quitting.add_listener
def _tell(**_rest: Any) -> None:  # noqa: ANN401 - locust's own
    """Write down how many of each kind there were."""
    if place := os.environ.get("EXCHANGE_LOAD_ERRORS"):
        Path(place).write_text(json.dumps(_errors), encoding="utf-8")


class _Fields(HTMLParser):
    """The hidden fields of a page's forms, and every option of a choice."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden" and found.get("name"):
            self.hidden[str(found["name"])] = found.get("value") or ""


def _hidden(text: str) -> dict[str, str]:
    fields = _Fields()
    fields.feed(text)
    return fields.hidden


class _Person(FastHttpUser):
    """Somebody with a browser behind the office's proxy."""

    abstract = True
    kind = ""

    def on_start(self) -> None:
        """Do not come all at once."""
        gevent.sleep(random.random() * _PATIENCE)

    def begin(self) -> None:
        """Come as somebody new: no cookies, another address."""
        number = next(_numbers) % 2**22
        self.client.cookiejar.clear()
        self.client.cookiejar.set_policy(DefaultCookiePolicy(secure_protocols=("http", "https")))
        self.proxied = {
            "X-Forwarded-For": f"10.{number >> 16 & 63}.{number >> 8 & 255}.{number & 255}",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "exchange.example",
            "Referer": "https://exchange.example/",
        }

    def get(self, path: str, name: str, **headers: str) -> Any:  # noqa: ANN401 - locust's answer
        """Ask for a page."""
        return self.client.get(
            path, name=f"{self.kind}: {name}", headers={**self.proxied, **headers}
        )

    def post(self, path: str, name: str, page: Any, **fields: str) -> Any:  # noqa: ANN401 - the same
        """Send the form of a page, with its token."""
        return self.client.post(
            path,
            data={**_hidden(page.text or ""), **fields},
            name=f"{self.kind}: {name}",
            headers=self.proxied,
        )

    def sign_in(self, email: str) -> None:
        """Sign in by the form."""
        page = self.get("/accounts/sign-in", "sign-in page")
        self.post("/accounts/sign-in", "signing in", page, email=email, password=PLAN["password"])


class School(_Person):
    """A school that registers the rest of its pupils one by one."""

    kind = "school"

    @task
    def evening(self) -> None:
        """Sign in, and register."""
        self.begin()
        school = next(_schools)
        self.sign_in(school["email"])
        path = f"/school/editions/{OPEN}/register"
        for _ in range(PUPILS_LEFT):
            page = self.get(path, "registration form")
            self.post(path, "registering", page, **_pupil(school))


class Roster(_Person):
    """A school that sends them in one list."""

    kind = "roster"

    @task
    def evening(self) -> None:
        """Sign in, paste the list, look at it, confirm."""
        self.begin()
        school = next(_schools)
        self.sign_in(school["email"])
        path = f"/school/editions/{OPEN}/roster"
        page = self.get(path, "roster form")
        rows = [_pupil(school) for _ in range(PUPILS_LEFT)]
        lines = [
            "\t".join(("氏名", "ふりがな", "生年月日", "学年", "保護者氏名", "保護者メール")),
            *("\t".join(_line(row)) for row in rows),
        ]
        shown = self.post(path, "sending a roster", page, text="\n".join(lines))
        self.post(
            _path_of(shown.url) + "confirm",
            "confirming a roster",
            shown,
            principal_confirmed_on=PLAN["today"],
            purpose_explained="y",
        )


class Guardian(_Person):
    """A guardian who opens the link of a mail and answers."""

    kind = "guardian"

    @task
    def answer(self) -> None:
        """Open, type the birth date, answer."""
        self.begin()
        link = next(_links)
        path = f"/consent/{link['token']}"
        page = self.get(path, "opening a link")
        self.post(f"{path}/open", "typing the birth date", page, birth_date=link["born"])
        shown = self.get(f"{path}?change", "answers, to be changed")
        answers = dict.fromkeys(("join", "health", "transfer", "photo", "pupil"), "yes")
        self.post(path, "answering", shown, **answers, relation="mother", signer="見本 花子")


class Visitor(_Person):
    """Somebody who looks at the edition."""

    kind = "visitor"

    @task
    def look(self) -> None:
        """Open its page."""
        self.begin()
        self.get(f"/youth/editions/{OPEN}/", "edition page")


class Staff(_Person):
    """The division at work, signed in since the morning."""

    kind = "staff"

    def on_start(self) -> None:
        """Sign in once."""
        super().on_start()
        self.begin()
        self.sign_in(next(_staff))

    @task
    def work(self) -> None:
        """Open the next page."""
        name, path = next(_pages)
        self.get(path, name)


class Subscriber(_Person):
    """Clients that look whether the feed has changed."""

    kind = "feed"
    tag = ""

    def on_start(self) -> None:
        """Have asked before."""
        super().on_start()
        self.begin()

    @task
    def poll(self) -> None:
        """Ask with the tag of last time."""
        known = {"If-None-Match": self.tag} if self.tag else {}
        answer = self.get("/feeds/anniversaries.ics", "looking again", **known)
        self.tag = answer.headers.get("ETag", self.tag) if answer.headers else self.tag


def _pupil(school: dict[str, Any]) -> dict[str, str]:
    number = next(_numbers)
    return {
        "family_name": "負荷",
        "given_name": f"試験{number}",
        "family_kana": "ふか",
        "given_kana": "しけん",
        "birth_date": school["born"],
        "grade": str(school["grade"]),
        "guardian_name": "負荷 花子",
        "guardian_relationship": "mother",
        "guardian_mail": f"guardian-{number}@family.example",
        "principal_confirmed_on": PLAN["today"],
        "purpose_explained": "y",
    }


def _line(row: dict[str, str]) -> tuple[str, ...]:
    return (
        f"{row['family_name']} {row['given_name']}",
        f"{row['family_kana']} {row['given_kana']}",
        row["birth_date"],
        row["grade"],
        row["guardian_name"],
        row["guardian_mail"],
    )


def _path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3] if "://" in url else url


def _pace(kind: type[_Person]) -> None:
    """Let a kind come as often as the evening says, by people enough not to wait for others."""
    rate = next(rate for rate in RATES if rate.kind == kind.kind)
    wanted = rate.journeys * FACTOR
    kind.fixed_count = max(2, math.ceil(wanted * _PATIENCE))
    kind.wait_time = constant_throughput(wanted / kind.fixed_count)


_pace(School)
_pace(Roster)
_pace(Guardian)
_pace(Visitor)
_pace(Staff)
_pace(Subscriber)
