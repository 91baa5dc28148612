"""The command that prints the law: `flask rules table`."""

import click
from flask.cli import AppGroup

from ssp.config import ROOT
from ssp.policy import tables

rules = AppGroup("rules", help="The rules in force.")

FILES = {"permissions.md": tables.permissions, "rules.md": tables.rules}
"""What is printed under docs/, and from what."""


@rules.command("table")
def table():
    """Write docs/permissions.md and docs/rules.md anew from the policy."""
    for name, printed in FILES.items():
        (ROOT / "docs" / name).write_text(printed(), "utf-8")
        click.echo(f"Wrote docs/{name}.")
