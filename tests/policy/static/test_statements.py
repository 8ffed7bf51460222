"""What people type becomes no statement of SQL, and no command of the machine."""

import ast

from tests.policy import sources
from tests.policy.sources import Source

#: What takes a statement of SQL as text.
TAKING = frozenset({"text", "exec_driver_sql", "execute", "DDL", "literal_column", "scalars"})
#: Where statements are put together, of the schema's own names: no request comes through here.
OF_NAMES = ("exchange/backups/", "exchange/core/database/", "migrations/")
#: Where a program is started: `exchange serve` starts its worker.
STARTING = ("exchange/cli/supervising.py",)
PROGRAMS = frozenset({"subprocess", "pty", "multiprocessing"})


def put_together(source: Source) -> list[int]:
    """Return the lines on which SQL is made of parts."""
    return [
        node.lineno
        for node in source.nodes
        if isinstance(node, ast.Call)
        and _name(node.func) in TAKING
        and any(_is_made(argument) for argument in node.args)
    ]


def _is_made(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Call):
        return _name(argument.func) == "format"
    return isinstance(argument, ast.JoinedStr | ast.BinOp)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def programs(source: Source) -> list[str]:
    """Return what a file imports or calls that starts programs."""
    found = []
    for node in source.nodes:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in PROGRAMS]
        elif isinstance(node, ast.ImportFrom) and node.module in PROGRAMS:
            found.append(node.module)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"os.system", "os.popen"}:
            found.append(ast.unparse(node.func))
    return found


def test_statements_are_put_together_of_the_schema_s_names_alone() -> None:
    found = {source.path for source in sources.application() if put_together(source)}
    assert [path for path in sorted(found) if not path.startswith(OF_NAMES)] == []
    assert found


def test_no_request_starts_a_program() -> None:
    found = [source.path for source in sources.application() if programs(source)]
    assert found == list(STARTING)


def test_faulty_statements_and_programs_are_refused() -> None:
    faulty = (
        'session.execute(text(f"SELECT {name}"))',
        'session.execute("SELECT " + name)',
        'session.execute("SELECT {}".format(name))',
        'connection.exec_driver_sql("SELECT %s" % name)',
    )
    fine = ('session.execute(text("SELECT 1"))', "session.execute(select(User))")
    assert [len(put_together(Source("x.py", line))) for line in faulty] == [1] * len(faulty)
    assert [line for text in fine for line in put_together(Source("x.py", text))] == []
    started = "import subprocess\nfrom pty import spawn\nos.system('ls')"
    assert programs(Source("x.py", started)) == ["subprocess", "pty", "os.system"]
