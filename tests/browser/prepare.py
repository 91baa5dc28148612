"""Write the small world into an empty SQLite database: `python -m tests.browser.prepare` in the server's environment."""

from app import app
from ssp import db
from ssp.services import passwords, upkeep
from tests.support import world

if __name__ == "__main__":
    with app.app_context():
        passwords.configure(1024, 1, False)
        db.connect()
        upkeep.upgrade()
        world.build()
