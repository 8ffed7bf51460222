"""Counts that several processes add to."""

import os

import pytest

from exchange.operations.exposition import exposition
from exchange.operations.queries import Ages, Backlog
from exchange.web.measures import NO_ROUTE, PARTS, Measures, shared_memory


def test_an_answer_counts_under_its_route_method_and_status() -> None:
    measures = Measures(["/a", "/b"])
    measures.note("/a", "HEAD", 200, 0.004)
    measures.note("/a", "GET", 200, 0.03)
    measures.note("/a", "DELETE", 418, 99)
    measures.note("/nowhere/見本太郎", "GET", 404, 0.01)
    found = {(one.route, one.method): one for one in measures.read()}
    assert found.keys() == {("/a", "GET"), ("/a", "other"), (NO_ROUTE, "GET")}
    assert found["/a", "GET"].statuses == {"200": 2}
    assert found["/a", "GET"].durations == (1, 0, 1, *[0] * 8)
    assert found["/a", "GET"].seconds == pytest.approx(0.034)
    assert found["/a", "other"].statuses == {"other": 1}
    assert found["/a", "other"].durations[-1] == 1
    assert found[NO_ROUTE, "GET"].durations[0] == 1  # a bound belongs to its bucket


def test_what_another_process_counted_is_read_here_and_outlives_it() -> None:
    memory, here = shared_memory(), Measures(["/a"])
    here.share(memory, 0)
    here.note("/a", "GET", 200, 0.001)
    child = os.fork()
    if child == 0:
        other = Measures(["/a"])
        other.share(memory, PARTS - 1)
        other.note("/a", "GET", 200, 0.001)
        os._exit(0)
    os.waitpid(child, 0)
    (measure,) = here.read()
    assert measure.statuses == {"200": 2}


def test_more_routes_than_the_memory_holds_are_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="more routes"):
        Measures(str(number) for number in range(3000))


def test_the_counts_are_written_as_prometheus_reads_them() -> None:
    measures = Measures(['/a/"\\'])
    measures.note('/a/"\\', "GET", 200, 0.03)
    backlog = Backlog(jobs={}, mails={}, ages=Ages(job=12.5, mail=None))
    text = exposition(measures.read(), backlog)
    labels = r'method="GET",route="/a/\"\\"'
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        f'exchange_requests_total{{{labels},status="200"}} 1',
        *(
            f'exchange_request_duration_seconds_bucket{{{labels},le="{bound}"}} {number}'
            for bound, number in zip(
                (
                    "0.01",
                    "0.025",
                    "0.05",
                    "0.1",
                    "0.25",
                    "0.5",
                    "1.0",
                    "2.5",
                    "5.0",
                    "10.0",
                    "+Inf",
                ),
                (0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                strict=True,
            )
        ),
        f"exchange_request_duration_seconds_sum{{{labels}}} 0.03",
        f"exchange_request_duration_seconds_count{{{labels}}} 1",
        "exchange_database_up 1",
        "exchange_oldest_job_seconds 12.5",
        "exchange_oldest_mail_seconds 0",
    ]
    assert text.endswith("\n")


def test_without_a_database_the_requests_are_still_told() -> None:
    assert exposition([], None).splitlines()[-1] == "exchange_database_up 0"
