"""Workers by the dozen: a process that has loaded Samspil once and has a worker of its own for every line it reads.

python -m tests.support.nursery [careless]      each line in, the process id of a new worker out
"""

import os
import signal
import sys

from app import app
from ssp import worker
from ssp.services import mails


def careless() -> None:
    """Mark a mail before it is sent: what every test of losing mails has to notice."""
    take = mails.take

    def marked(seconds: int):
        letter = take(seconds)
        if letter is not None:
            mails.sent(letter)
        return letter

    mails.take = marked


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if "careless" in sys.argv:
        careless()
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            sys.stdin.close()
            with app.app_context():
                worker.worker.callback(once=False)
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
