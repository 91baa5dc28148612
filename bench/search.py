"""How long a search takes at the server: a hundred thousand matters, on both engines, `python -m bench.search`.

The server is called in its own process, through WSGI, signed in as each of the three; nothing but the searching
server works in it, so its processor time is the process's own. For PostgreSQL the backend's is counted too.
"""

import argparse
import gc
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from hashlib import sha256
from pathlib import Path

from bench.load import _csrf
from bench.report import DOCUMENT
from bench.search_town import READERS, Town
from bench.stores import token_of
from ssp import db
from ssp.config import ROOT, Config
from ssp.services import upkeep
from ssp.services.keyring import Keyring, create_master_key

BEGIN, END = "<!-- search:begin -->", "<!-- search:end -->"
AIMS = {"300": 50, "3,000": 150, "10,000": 500}
LOOKED_FOR = {
    "a word nobody wrote": "kvadratrodsuddragning",
    "a word in most texts": "frikvarteret",
    "a name, misspelt": "Muhamed Aakjær",
}
ENGINES = ("sqlite", "postgres")


def main() -> None:
    """Fill, measure, print, and write the table into docs/performance.md unless told otherwise."""
    options = _options()
    if options.measure:
        print(json.dumps(_measure(options.measure, Path(options.home), options.repeats)))
        return
    text = report(options.size, options.repeats, options.engines, _measure if options.here else _apart)
    print(text)
    if not (options.no_write or options.here):
        write(text)


def report(size: int = 100_000, repeats: int = 9, engines=ENGINES, measure=None) -> str:
    """Fill a database for each engine, search in it, and say how long it took, as Markdown."""
    home = Path(tempfile.mkdtemp(prefix="samspil-search-"))
    cluster, results = None, {}
    try:
        create_master_key(home / "master.key")
        for engine in engines:
            url, cluster = _database(engine, home, cluster)
            begun = time.monotonic()
            _fill(url, size, home)
            print(f"{engine}: filled in {time.monotonic() - begun:.0f} s", file=sys.stderr)
            results[engine] = (measure or _apart)(url, home, repeats)
        return _table(results, size, repeats)
    finally:
        if cluster is not None:
            cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


def _options():
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--no-write", action="store_true", help="print only")
    parser.add_argument("--here", action="store_true", help="measure in this process, once; nothing is written")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--home", help=argparse.SUPPRESS)
    return parser.parse_args()


def _database(engine: str, home: Path, cluster):
    if engine == "sqlite":
        return f"sqlite:///{home / 'search.db'}", cluster
    from tests.support.engines import Cluster

    cluster = cluster or Cluster(durable=True)
    cluster.execute("CREATE DATABASE search")
    return cluster.url("search"), cluster


def _fill(url: str, size: int, home: Path) -> None:
    database = db.configure(url)
    db.connect()
    upkeep.upgrade()
    town = Town(size, Keyring.from_file(home / "master.key"), int(time.time()), _token_hash)
    with database.atomic():
        for batch in town.batches():
            for model, rows in batch.items():
                _insert(database, model, rows)
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)" if db.is_sqlite() else "ANALYZE")
    database.close()


def _insert(database, model, rows: list[dict]) -> None:
    """Rows of one model, with the defaults the application would give them."""
    fields = [field for field in model._meta.sorted_fields if rows and (field.name in rows[0] or field.name != "id")]
    values = [[field.db_value(row.get(field.name, _default(field))) for field in fields] for row in rows]
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    table, cursor = model._meta.table_name, database.connection().cursor()
    if not rows:
        return
    if db.is_sqlite():
        marks = ", ".join("?" for _ in fields)
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
        return
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in values:
            copy.write_row(row)


def _default(field):
    return field.default() if callable(field.default) else field.default


def _token_hash(user: int) -> str:
    return sha256(token_of(user).encode()).hexdigest()


def _apart(url: str, home: Path, repeats: int) -> dict:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "bench.search", "--measure", url, "--home", str(home), "--repeats", str(repeats)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout)


def _measure(url: str, home: Path, repeats: int) -> dict:
    import logging

    from ssp.web.application import create_app

    app = create_app(Config(environment="development", database_url=url, master_key_file=home / "master.key"))
    logging.disable(logging.CRITICAL)
    gc.collect()
    gc.freeze()  # as gunicorn.conf.py does before it forks
    db.connect()
    found = {
        f"{readers}|{what}": _times(app, network, words, repeats)
        for readers, network in READERS.items()
        for what, words in LOOKED_FOR.items()
    }
    return found | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _times(app, user: int, words: str, repeats: int) -> dict:
    client = app.test_client()
    client.set_cookie("ssp", token_of(user))
    wall, cpu, backend = [], [], _backend_cpu()
    fields = {"csrf_token": _csrf(token_of(user)), "q": words}
    for number in range(repeats + 1):
        begun, used = time.perf_counter(), time.process_time()
        response = client.post("/search", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        if response.status_code != 200:
            raise RuntimeError(f"{response.status_code}: {response.text[-400:]}")
        if number:  # the first request of a process composes its queries, and a process makes many
            wall.append((time.perf_counter() - begun) * 1000)
            cpu.append((time.process_time() - used) * 1000)
    return {
        "wall": statistics.median(wall), "quickest": min(wall), "cpu": statistics.median(cpu), "least": min(cpu),
        "backend": (_backend_cpu() - backend) * 1000 / (repeats + 1), "hits": response.text.count('class="row-main"'),
    }  # fmt: skip


def _backend_cpu() -> float:
    """Seconds of processor time PostgreSQL's backend has used for this connection; 0 on SQLite."""
    if db.is_sqlite():
        return 0.0
    [(pid,)] = db.handle.execute_sql("SELECT pg_backend_pid()").fetchall()
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def _table(results: dict, size: int, repeats: int) -> str:
    lines = [
        f"Measured {date.today()} on {os.cpu_count()} cores (Python {platform.python_version()}), load average "
        f"{os.getloadavg()[1]:.1f}, {size:,} matters, medians of {repeats} requests. Milliseconds at the server.",
        "",
        "| may read | looked for | engine | hits | processor: server, least | database | elapsed, quickest "
        "| aim | met |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for readers, aim in AIMS.items():
        for what in LOOKED_FOR:
            for engine, found in results.items():
                cell = found[f"{readers}|{what}"]
                used = cell["least"] + cell["backend"]
                lines.append(
                    f"| {readers} | {what} | {engine} | {cell['hits']} | {cell['cpu']:.0f}, {cell['least']:.0f} "
                    f"| {cell['backend']:.0f} | {cell['wall']:.0f}, {cell['quickest']:.0f} | {aim} "
                    f"| {'yes' if cell['wall'] <= aim else 'by processor time' if used <= aim else 'no'} |"
                )
    memory = ", ".join(f"{engine} {found['memory']:.0f} MB" for engine, found in results.items())
    return "\n".join([*lines, "", f"The searching process at its largest: {memory}."]) + "\n"


def write(text: str) -> None:
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
