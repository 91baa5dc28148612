"""The picture of the house: who may import whom, and the few things one module alone may do."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLOCKS = frozenset({"now", "today", "utcnow", "time", "monotonic", "time_ns"})


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def calls(path: Path):
    """Every call on something, as (line, the name it is called on, what is called)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, ast.unparse(node.func.value), node.func.attr


def test_the_import_contracts_hold():
    """The contracts stand in pyproject.toml under [tool.importlinter]."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT), "PATH": ""})
    assert told.returncode == 0, told.stdout


def test_policy_has_no_clock():
    ticking = [
        f"{path.name}:{line} {owner}.{name}"
        for path in modules("ssp/policy")
        for line, owner, name in calls(path)
        if name in CLOCKS
    ]
    assert not ticking, "'now' arrives as a fact (house rule 16)"


def test_migrations_import_nothing_of_the_application():
    for path in modules("migrations"):
        named = [alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.Import) for alias in node.names]
        named += [node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
        assert not [name for name in named if name.split(".")[0] in {"ssp", "tests"}], path.name


WRITES = frozenset({"insert", "insert_many", "create", "update", "delete", "replace", "save", "bulk_create"})


def test_the_log_is_written_at_the_door_only():
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in modules("ssp")
        for _, owner, name in calls(path)
        if owner.split(".")[-1] == "Audit" and name in WRITES
    }
    assert writers == {"ssp/services/door.py"}


def test_decisions_are_asked_for_at_the_door_only():
    """decide() is called by the door, and by the audience that answers for everybody else."""
    askers = {
        path.relative_to(ROOT).as_posix()
        for path in modules("ssp/services")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "ssp.policy.access"
        and {"decide", "decide_general", "may"} & {alias.name for alias in node.names}
    }
    assert askers == {"ssp/services/door.py", "ssp/services/participating.py"}


def test_transaction_is_the_only_way_in():
    openers = {
        path.relative_to(ROOT).as_posix()
        for path in modules("ssp")
        for _, _, name in calls(path)
        if name in {"atomic", "begin", "commit", "savepoint"}
    }
    assert openers == {"ssp/db.py"}


def test_only_respond_reads_what_htmx_says():
    readers = {
        path.name
        for path in modules("ssp/web")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Subscript | ast.Call)
        and "_headers.get" in ast.unparse(node)[:200]
        or isinstance(node, ast.Constant)
        and node.value in {"HX-Target", "HX-Trigger", "HX-Current-URL", "HX-Source"}
    }
    assert readers == {"respond.py"}


@pytest.mark.parametrize("path", modules("ssp/services"), ids=lambda path: path.name)
def test_a_service_never_stands_in_two_doors(path):
    """A function that opens the door calls no other function that does."""
    opening = _openers(path)
    for function in opening.values():
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in opening, f"{path.name}:{node.lineno}"


def _openers(path: Path) -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.With) and any("door(" in ast.unparse(item) for item in inner.items)
    }
