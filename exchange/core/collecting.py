"""Python's collector of cycles, kept waiting while many plain rows gather."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Collect no cycles meanwhile: hundreds of thousands of new rows, none of them in a cycle.

    The collector would look at all of them again and again; about a third of a roster's time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
