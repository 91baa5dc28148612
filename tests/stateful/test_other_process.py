"""What is taken away in one process is gone at the next request in another."""

import subprocess
import sys
from datetime import timedelta

from ssp.config import ROOT
from ssp.models import Membership, Participation, User
from ssp.services.standing import today
from tests.support.case_load import log

WORKER = """
import dataclasses, sys
from pathlib import Path
from ssp.config import Config
from ssp.web.application import create_app
url, key, cookie = sys.argv[1:4]
app = create_app(Config(database_url=url, master_key_file=Path(key)))
client = app.test_client(use_cookies=False)
for path in sys.stdin:
    answer = client.get(path.strip(), headers={"Cookie": cookie})
    print(answer.status_code, flush=True)
"""


class Worker:
    """Another process that serves the same database."""

    def __init__(self, url: str, key: str, cookie: str):
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, url, key, cookie], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def get(self, path: str) -> int:
        self.process.stdin.write(path + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


def test_a_revoked_membership_opens_nothing_at_the_next_request_of_another_process(app, world, visit, database_url):
    concern = log(world, "teacher", world.pupils["north"][0])
    consultant = visit("consultant")
    cookie = "; ".join(f"{c.key}={c.value}" for c in consultant.client._cookies.values())
    other = Worker(database_url, str(app.config["SAMSPIL"].master_key_file), cookie)
    mine = Membership.user == world.users["consultant"]
    yesterday = today() - timedelta(days=1)
    try:
        assert other.get(f"/concerns/{concern}") == 200
        Membership.update(starts_on=yesterday, ends_on=yesterday).where(mine).execute()
        assert other.get(f"/concerns/{concern}") == 404
        assert consultant.get(f"/concerns/{concern}").status_code == 404
        Membership.update(ends_on=None).where(mine).execute()
        assert other.get(f"/concerns/{concern}") == 200
        Participation.update(ends_at=1, starts_at=0).execute()
        assert other.get(f"/concerns/{concern}") == 404
        User.update(ends_on=yesterday).where(User.id == world.users["consultant"]).execute()
        assert other.get("/") == 303
    finally:
        other.stop()
