"""What an error of PostgreSQL may say: logs are read by others, and its details quote rows."""

from typing import Any, Final

from sqlalchemy.engine.interfaces import ExceptionContext

#: SQLSTATE class of data exceptions, whose first line quotes what could not be read.
_DATA_EXCEPTION: Final = "22"


def withhold_values(context: ExceptionContext) -> None:
    """Leave in an error what refused and the kind of statement, on the way to whoever logs it.

    The constraint's name stands in the first line and in `diag`, which code goes on reading.
    """
    driver: Any = context.original_exception
    wrapped: Any = context.sqlalchemy_exception
    if not hasattr(driver, "diag"):
        return  # SQLite names columns and constraints, never values
    said = _first_line(driver)
    driver.args = (said,)
    if wrapped is not None:
        wrapped.args = (f"({type(driver).__module__}.{type(driver).__name__}) {said}",)
        wrapped.statement = _kind(context.statement)


def _first_line(driver: Any) -> str:  # noqa: ANN401 - a DBAPI error
    state = driver.sqlstate or ""
    if state.startswith(_DATA_EXCEPTION):
        return f"SQLSTATE {state}"
    return str(driver.diag.message_primary or driver).partition("\n")[0]


def _kind(statement: str | None) -> str | None:
    return statement.split(maxsplit=1)[0] if statement else None
