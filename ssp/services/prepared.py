"""Queries whose text is composed once: composing SQL costs several times what running it costs."""

from functools import wraps

from peewee import Value

from ssp.db import handle


class _Slot:
    """The place in a query where a value goes in later."""

    __slots__ = ("name",)

    def __init__(self, name: str):
        self.name = name


def slot(name: str):
    """Stands in a prepared query for the value that is given under this name when it runs."""
    return Value(_Slot(name), converter=False, unpack=False)


def slots(name: str, count: int) -> list:
    """Stand for the values of a list of this length: `name0`, `name1` and so on; see `numbered`."""
    return [slot(f"{name}{number}") for number in range(count)]


def numbered(name: str, values) -> dict:
    """The values of a list under the names its `slots` have."""
    return {f"{name}{number}": value for number, value in enumerate(values)}


def prepared(build, plain: bool = False):
    """Turn a function that builds a query from slots into one that runs it and returns the rows.

    `plain` gives them as the database has them, for queries of many rows that hold no dates and no truth values.

    Called as `rows(*shape, **values)`: the text is composed once for each engine and shape, the values go in each
    time. Only what belongs in the text (how many values a list has) may be a shape, never a value itself.
    """
    composed: dict = {}

    @wraps(build)
    def rows(*shape, **values) -> list:
        key = (type(handle.obj), shape)
        if key not in composed:
            query = build(*shape)
            composed[key] = (query, *query.sql())
        query, text, parameters = composed[key]
        cursor = handle.execute_sql(text, [values[p.name] if isinstance(p, _Slot) else p for p in parameters])
        return cursor.fetchall() if plain else list(query._get_cursor_wrapper(cursor))

    return rows
