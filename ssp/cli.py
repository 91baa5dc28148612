"""Commands: `flask <noun> <verb>`, for whoever runs an installation."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ssp.cli_directory import pupils, users
from ssp.cli_tables import rules
from ssp.db import connect
from ssp.services import demonstration as fjordby
from ssp.services import door, upkeep
from ssp.services.keyring import create_master_key
from ssp.services.standing import today


def install(app: Flask) -> None:
    """Register every command with the application."""
    for group in (database, keys, audit, demonstration, rules, users, pupils):
        app.cli.add_command(group)
    app.cli.add_command(doctor)


database = AppGroup("db", help="The database schema.")
keys = AppGroup("keys", help="The master key.")
audit = AppGroup("audit", help="The read log.")
demonstration = AppGroup("demo", help="The demonstration municipality.")


@database.command("upgrade")
def upgrade():
    """Apply the migrations that are missing."""
    connect()
    names = upkeep.upgrade()
    click.echo("\n".join(names) if names else "Nothing to apply.")


@keys.command("create")
def create_key():
    """Write a new master key to SSP_MASTER_KEY_FILE; never replaces one."""
    path = current_app.config["SAMSPIL"].master_key_file
    try:
        create_master_key(path)
    except FileExistsError:
        click.echo(f"{path} exists already; it was left alone.")
        return
    click.echo(f"Wrote {path}. Keep a copy apart from the database and its backups: without it nothing can be read.")


@audit.command("verify")
def verify():
    """Walk the read log's chain from the first row to the last."""
    connect()
    held, broken = door.verify_log()
    if broken is not None:
        click.echo(f"The chain holds for {held} rows and breaks at row {broken}.")
        sys.exit(1)
    click.echo(f"The chain holds: {held} rows.")


@demonstration.command("load")
@click.option("--schools", type=click.IntRange(1, 12), default=6, show_default=True)
@click.option("--children", type=click.IntRange(min=20), default=400, show_default=True)
@click.option("--concerns", type=click.IntRange(min=30), default=170, show_default=True)
@click.option("--seed", default=fjordby.SEED, show_default=True, help="The same seed on the same day, the same town.")
@click.option("--if-empty", is_flag=True, help="Leave an installation that has users alone, without complaint.")
def load_demonstration(schools: int, children: int, concerns: int, seed: int, if_empty: bool):
    """Fill an empty installation with invented people and three months of work; never in production."""
    if current_app.config["SAMSPIL"].production:
        raise click.ClickException("The demonstration is never loaded in production; set SSP_ENV=demonstration.")
    connect()
    if if_empty and not fjordby.is_empty():
        return
    try:
        fjordby.load(today(), schools, children, concerns, seed)
    except fjordby.NotEmpty:
        raise click.ClickException("There are users already; the demonstration needs an empty database.") from None
    click.echo(f"Fjordby is here: {schools} schools, {children} children, {concerns} concerns.")


@demonstration.command("sign-ins")
def list_sign_ins():
    """Print five people to sign in as, and what waits for each of them."""
    connect()
    found = fjordby.sign_ins()
    if not found:
        raise click.ClickException("There is no demonstration here; run 'flask demo load' in an empty database.")
    click.echo(f"Adgangskoden er '{fjordby.PASSWORD}' for dem alle.")
    for entry in found:
        click.echo(f"  {entry.username:<10} {entry.name}, {entry.unit}\n{'':13}{entry.hint}")


@click.command("doctor")
def doctor():
    """Look at settings, key, schema, log and directory, and say what is wrong."""
    connect()
    findings = upkeep.examine(current_app.config["SAMSPIL"])
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'BAD '} {finding.name}: {finding.detail}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)
