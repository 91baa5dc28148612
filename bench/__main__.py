"""The one command: fill, start, load in turns, and write the table."""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from bench import look, report, search, servers
from bench.pages import PAGES
from bench.runs import fill, measure


def main() -> None:
    """Measure, print, and write docs/performance.md unless told otherwise."""
    options = _options()
    home = Path(tempfile.mkdtemp(prefix="samspil-bench-"))
    begun = time.monotonic()
    try:
        sizes = [1_000] if options.quick else options.sizes
        repeats = 2 if options.quick else options.repeats
        plans = fill(home, sizes)
        if options.profile:
            print(look.apart(look.profile, home, options.app, sizes[-1], plans[sizes[-1]], options.profile))
            return
        results = measure(home, sizes, plans, repeats, options.seconds, not options.quick)
        text = report.render(results, time.monotonic() - begun)
        print(text)
        if not options.quick and not options.no_write:
            report.write(text)
            found = search.report()
            print(found)
            search.write(found)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _options():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 concerns, two repeats, nothing written")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.2, help="length of one window of load")
    parser.add_argument("--no-write", action="store_true", help="print only")
    parser.add_argument("--profile", choices=[page.name for page in PAGES], help="show where a page's time goes")
    parser.add_argument("--app", choices=list(servers.APPS), default="ours", help="which application to profile")
    return parser.parse_args()


if __name__ == "__main__":
    main()
