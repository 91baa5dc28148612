"""Running everything in turns: every application, size, page and number of clients, again and again."""

import gc
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import load, look, servers
from bench.load import Sample
from bench.pages import PAGES, Plan
from bench.stores import fill_plain, fill_sealed
from ssp.services.keyring import Keyring, create_master_key

CLIENTS = (1, 8)
THREADED = ("--worker-class", "gthread", "--threads", "4")


@dataclass
class Results:
    """What was found; samples by (application, size, page, clients), one for each repeat."""

    sizes: list[int]
    samples: dict[tuple, list[Sample]] = field(default_factory=dict)
    looks: dict[tuple[str, int], dict] = field(default_factory=dict)
    memory: dict[str, list[float]] = field(default_factory=dict)
    ceiling: float = 0.0

    def of(self, *key) -> list[Sample]:
        return self.samples.get(key, [])

    def rate(self, *key) -> float:
        return median(sample.rate for sample in self.of(*key))

    def cost(self, *key) -> float:
        """Milliseconds of the server's processor time a request, the steadiest figure on a busy machine."""
        samples = self.of(*key)
        return 1000 * sum(s.server_cpu for s in samples) / sum(len(s.times) for s in samples)

    def percentile(self, share: float, *key) -> float:
        return median(sample.percentile(share) for sample in self.of(*key))


def fill(home: Path, sizes: list[int]) -> dict[int, Plan]:
    """Both databases for every size, and what J holds."""
    create_master_key(home / "master.key")
    keyring = Keyring.from_file(home / "master.key")
    moment = int(time.time())
    for size in sizes:
        fill_sealed(home / f"sealed-{size}.db", size, keyring, moment)
        fill_plain(home / f"plain-{size}.db", size, moment)
    return {size: look.apart(look.hold, home, size) for size in sizes}


def measure(home: Path, sizes: list[int], plans, repeats: int, seconds: float, threads: bool) -> Results:
    """Look at every page, then load every server in turns, `repeats` times over."""
    results = Results(sizes)
    for name, size in [("J", sizes[0]), *((name, size) for size in sizes for name in ("L", "ours"))]:
        results.looks[name, size] = look.apart(look.look, home, name, size, plans[size])
    running = {("J", sizes[0]): servers.start(home, "J", sizes[0])}
    try:
        for size in sizes:
            running["L", size] = servers.start(home, "L", size)
            running["ours", size] = servers.start(home, "ours", size)
        if threads:
            size = sizes[len(sizes) // 2]
            running["gthread", size] = servers.start(home, "ours", size, THREADED)
        _rounds(results, running, plans, repeats, seconds)
        for (name, size), server in running.items():
            results.memory[f"{name} {size}"] = server.pss()
        results.ceiling = _ceiling(running["J", sizes[0]].port)
    finally:
        for server in running.values():
            server.stop()
    return results


def _rounds(results: Results, running: dict, plans, repeats: int, seconds: float) -> None:
    for (_, size), server in running.items():
        for page in PAGES:
            load.run(server.port, page.users[:4], page.ask(plans[size]), 0.3)
    gc.collect()
    for repeat in range(repeats):
        for page in PAGES:
            for clients in CLIENTS:
                turns = list(running.items())
                turns = turns[repeat % len(turns) :] + turns[: repeat % len(turns)]
                for (name, size), server in turns:
                    before = server.cpu()
                    sample = load.run(server.port, page.users[:clients], page.ask(plans[size]), seconds)
                    sample.server_cpu = server.cpu() - before
                    results.samples.setdefault((name, size, page.name, clients), []).append(sample)


def _ceiling(port: int) -> float:
    """Requests a second the clients reach when the answer is two bytes: far above any page, or they are in the way."""
    page = PAGES[0]
    return load.run(port, page.users[:8], lambda client, _number: client.get("/ok"), 1.5).rate
