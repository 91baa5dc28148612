"""Budgets: what no longer fits in the head is cut in two."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE, FUNCTION, TEMPLATE = 300, 25, 120


def over(found, budget: int) -> list[str]:
    """Offenders with their size, the largest first."""
    return [f"{size} {name}" for name, size in sorted(found, key=lambda pair: -pair[1]) if size > budget]


def length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def python() -> list[Path]:
    return [path for folder in ("ssp", "tests", "bench", "tools") for path in sorted((ROOT / folder).rglob("*.py"))]


def lines_of(function: ast.FunctionDef) -> int:
    """The lines of a function without its docstring."""
    size = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        size -= first.end_lineno - first.lineno + 1
    return size


def test_modules():
    assert not over([(path.relative_to(ROOT).as_posix(), length(path)) for path in python()], MODULE)


def test_functions():
    found = [
        (f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {node.name}", lines_of(node))
        for path in python()
        if path.is_relative_to(ROOT / "ssp")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert not over(found, FUNCTION)


def test_templates():
    found = [(p.relative_to(ROOT).as_posix(), length(p)) for p in (ROOT / "templates").rglob("*.html")]
    assert not over([pair for pair in found if "ui/macros" not in pair[0]], TEMPLATE)
