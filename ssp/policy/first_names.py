"""First names given in Denmark, read from the name lists of the Faker package when they are first asked for."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

from ssp.policy.spelling import folded

# The Danish list is the core. The others are names children in Danish schools bear that the Danish list leaves out.
_DANISH = "da_DK"
_OTHERS = ("sv_SE", "no_NO", "nl_NL", "tr_TR", "fr_DZ")


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Every first name of the lists, folded; a name of two words ("Lise-Lotte") is left to its words.

    The lists are read as text. Importing Faker would cost each web worker some 70 MB; the names cost less than one.
    """
    danish = {folded(name) for name in _listed(_DANISH)}
    others = {folded(name) for locale in _OTHERS for name in _listed(locale) if len(name) > 2}
    return frozenset(name for name in danish | others if name.isalpha())


def _listed(locale: str) -> Iterator[str]:
    source = Path(str(distribution("faker").locate_file(f"faker/providers/person/{locale}/__init__.py")))
    for statement in _statements(ast.parse(source.read_bytes())):
        if any(isinstance(target, ast.Name) and target.id.startswith("first_names") for target in statement.targets):
            for node in ast.walk(statement.value):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def _statements(module: ast.Module) -> Iterator[ast.Assign]:
    for provider in module.body:
        if isinstance(provider, ast.ClassDef):
            yield from (statement for statement in provider.body if isinstance(statement, ast.Assign))
