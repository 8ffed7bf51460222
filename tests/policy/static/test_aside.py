"""Transactions beside the request's own are for five named things, each called in one place."""

import ast
from collections.abc import Iterator

from tests.policy import sources
from tests.policy.sources import Source

#: Where a request may write aside, and by which service: sign-in and link attempts, session
#: activity, kept feed bytes, the read log, and a form that came after its time was over.
ALLOWED = {
    ("exchange/attachments/views.py", "note_read"),
    ("exchange/audit/reading.py", "note_search"),
    ("exchange/audit/reading.py", "note_view"),
    ("exchange/audit/views.py", "note_log_taken"),
    ("exchange/handover/views/people.py", "note_pack"),
    ("exchange/accounts/guessing.py", "begin_answer"),
    ("exchange/accounts/guessing.py", "begin_attempt"),
    ("exchange/accounts/guessing.py", "begin_link_attempt"),
    ("exchange/accounts/guessing.py", "note_limit"),
    ("exchange/accounts/guessing.py", "spend_challenge"),
    ("exchange/accounts/keeping.py", "keep_form"),
    ("exchange/accounts/keeping.py", "keep_form_of_link"),
    ("exchange/accounts/login.py", "note_activity"),
    ("exchange/accounts/views/password_links.py", "finish_attempt"),
    ("exchange/accounts/views/passwords.py", "finish_attempt"),
    ("exchange/accounts/views/signing_in.py", "finish_attempt"),
    ("exchange/accounts/views/single_sign_on.py", "finish_attempt"),
    ("exchange/calendars/views/answers.py", "publish"),
    ("exchange/calendars/views/private.py", "note_fetch"),
    ("exchange/outbox/views.py", "note_preview"),
    ("exchange/budgets/views/files.py", "note_budget_taken"),
    ("exchange/budgets/views/files.py", "note_year_taken"),
    ("exchange/gifts/views/files.py", "note_register_taken"),
    ("exchange/hosting/views/room.py", "record"),
    ("exchange/letters/views/files.py", "note_log_taken"),
    ("exchange/privacy/views/disposing.py", "note_register_taken"),
    ("exchange/letters/views/merge_files.py", "note_merge_printed"),
    ("exchange/papers/views/room.py", "note_printed"),
    ("exchange/youth/views/applying.py", "try_applicant"),
    ("exchange/youth/views/consent_gate.py", "try_birth_date"),
    ("exchange/youth/views/consents.py", "note_consent_forms"),
    ("exchange/youth/views/desk_papers.py", "note_receipt"),
    ("exchange/youth/views/follow_up.py", "note_reading"),
    ("exchange/youth/views/letters.py", "note_letters"),
}
HOME = "exchange/web/transactions.py"


def uses(source: Source) -> Iterator[tuple[str, str]]:
    """Yield where something is done aside and which service does it; "?" when it cannot be told."""
    for node in source.nodes:
        if not isinstance(node, ast.Call) or source.path == HOME:
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        if name == "aside":
            yield source.path, "?"
        elif name in {"aside_repeated", "aside_once"}:
            yield source.path, service_of(node)


def service_of(call: ast.Call) -> str:
    """Name the one function that the work calls."""
    match call.args:
        case [*_, ast.Lambda(body=ast.Call(func=ast.Name(id=name)))]:
            return name
    return "?"


def test_only_the_named_services_write_aside() -> None:
    assert {use for file in sources.application() for use in uses(file)} == ALLOWED


def test_any_other_use_is_told_apart() -> None:
    sample = (
        "with transactions.aside() as short:\n    remember(short)\n"
        "aside_repeated(lambda s: published_entries(s, asked))\naside_repeated(work)\n"
    )
    path = "exchange/calendars/views/answers.py"
    found = set(uses(Source(path, sample)))
    assert found == {(path, "?"), (path, "published_entries")}
    assert found.isdisjoint(ALLOWED)
