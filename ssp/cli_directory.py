"""The commands that let people in before there is a page for it: `flask users create`, `flask pupils import`."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from ssp.db import connect
from ssp.services import directory_pupils, directory_users
from ssp.services.directory import Refused
from ssp.terms import Role, Sector

users = AppGroup("users", help="The people who sign in.")
pupils = AppGroup("pupils", help="The rolls of the schools.")


@users.command("create")
@click.option("--username", prompt=True)
@click.option("--name", prompt=True)
@click.option("--unit", prompt=True, help="The unit's name.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.ADMINISTRATOR.value, show_default=True
)
@click.option(
    "--sector",
    type=click.Choice([sector.value for sector in Sector]),
    help="Make the unit, in this sector, when it does not exist.",
)
def create(username, name, unit, role, sector):
    """Open an account; the password is asked for and never stands on the command line."""
    connect()
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        reference = directory_users.install(
            name, username, unit, Role(role), password, Sector(sector) if sector else None
        )
    except Refused as refused:
        for objection in refused.objections:
            click.echo(f"{objection.field}: {objection.reason.replace('_', ' ')}")
        sys.exit(1)
    click.echo(f"Made {reference}.")


@pupils.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="The school's name.")
@click.option("--apply", is_flag=True, help="Write; without it the file is only looked through.")
def import_roll(file, unit, apply):
    """Put the pupils in a CSV file (navn;klasse;cpr;adresse;beskyttet) on a school's roll; names nobody."""
    connect()
    roll = directory_pupils.examine(file.read_bytes(), unit)
    for number, column, reason in roll.problems:
        click.echo(f"line {number}: {column or 'file'}: {reason.replace('_', ' ')}")
    if roll.problems:
        click.echo("Nothing was stored.")
        sys.exit(1)
    if not apply:
        click.echo(f"{len(roll.pupils)} pupils could be put on the roll. Nothing was stored; --apply stores.")
        return
    click.echo(f"{directory_pupils.store(roll)} pupils were put on the roll.")
