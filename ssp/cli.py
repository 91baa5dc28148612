"""Commands: `flask <noun> <verb>`, for whoever runs an installation."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ssp.db import connect
from ssp.services import door, upkeep
from ssp.services.keyring import create_master_key


def install(app: Flask) -> None:
    """Register every command with the application."""
    for group in (database, keys, audit):
        app.cli.add_command(group)
    app.cli.add_command(doctor)


database = AppGroup("db", help="The database schema.")
keys = AppGroup("keys", help="The master key.")
audit = AppGroup("audit", help="The read log.")


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


@click.command("doctor")
def doctor():
    """Look at settings, key, schema, log and directory, and say what is wrong."""
    connect()
    findings = upkeep.examine(current_app.config["SAMSPIL"])
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'BAD '} {finding.name}: {finding.detail}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)
