"""The tables: printed, and written between two marks in docs/performance.md."""

import os
import platform
from datetime import date

from bench.look import first_visit
from bench.pages import PAGES, Page
from bench.runs import CLIENTS, Results
from ssp.config import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
SHARE_OF_L, GROWTH, LISTS, PAGE, MEMORY = 0.5, 1.3, 8, 10, 130
FIRST_REQUESTS, FIRST_KB, NEXT_KB = 6, 60, 8


def render(results: Results, seconds: float) -> str:
    """Everything that was found, as Markdown."""
    parts = [_circumstances(results, seconds), _speed(results), _aims(results), _sizes(results), _memory(results)]
    return "\n\n".join(filter(None, [*parts, _workers(results)])) + "\n"


def write(text: str) -> None:
    """Put the tables between the marks of the document, and leave the rest of it alone."""
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}{END}{after}", "utf-8")


def _circumstances(results: Results, seconds: float) -> str:
    samples = [sample for found in results.samples.values() for sample in found]
    per_request = sum(s.cpu for s in samples) / sum(len(s.times) for s in samples) * 1000
    repeats = len(next(iter(results.samples.values())))
    differences = _differences(results)
    return (
        f"Measured {date.today()} on {os.cpu_count()} cores (Python {platform.python_version()}), "
        f"load average {os.getloadavg()[1]:.1f}, {repeats} repeats, {seconds / 60:.1f} minutes in all. The clients "
        f"share the machine with the server: they cost {per_request:.2f} ms of processor time a request and reach "
        f"{results.ceiling:.0f} requests a second against an answer of two bytes. HTML the same in J, L and ours: "
        f"{'no: ' + ', '.join(differences) if differences else 'yes'}."
    )


def _differences(results: Results) -> list[str]:
    """The pages whose HTML is not the same as ours, random marks left out; J keeps nothing it could show of a post."""
    size = results.sizes[0]
    ours = results.looks["ours", size]
    return [
        f"{page.name} in {name}"
        for name in ("J", "L")
        for page in PAGES
        if (page.name, name) != ("post", "J") and results.looks[name, size][page.name].html != ours[page.name].html
    ]


def _speed(results: Results) -> str:
    lines = [
        "| page | concerns | clients | J rps | L rps | ours rps | ours / L | L p50/p95/p99 ms | ours p50/p95/p99 ms "
        "| CPU ms J / L / ours |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for page in PAGES:
        for size in results.sizes:
            for clients in CLIENTS:
                cell = (size, page.name, clients)
                memory = results.rate("J", results.sizes[0], page.name, clients)
                plain, ours = results.rate("L", *cell), results.rate("ours", *cell)
                lines.append(
                    f"| {page.title} | {size:,} | {clients} | {memory:.0f} | {plain:.0f} | {ours:.0f} "
                    f"| {ours / plain:.2f} | {_times(results, 'L', *cell)} | {_times(results, 'ours', *cell)} "
                    f"| {results.cost('J', results.sizes[0], page.name, clients):.1f} / {results.cost('L', *cell):.1f} "
                    f"/ {results.cost('ours', *cell):.1f} |"
                )
    return "\n".join(lines)


def _times(results: Results, *key) -> str:
    return " / ".join(f"{results.percentile(share, *key):.1f}" for share in (0.5, 0.95, 0.99))


def _aims(results: Results) -> str:
    lines = ["| aim | measured | met |", "|---|---|---|"]
    lines += [_share_of_plain(results, page, clients) for page in PAGES for clients in CLIENTS]
    if len(results.sizes) > 1:
        lines += [_growth(results, page) for page in PAGES]
    total = sum(results.memory[f"ours {results.sizes[-1]}"])
    lines.append(_row(f"At most {MEMORY} MB for two workers, master included", f"{total:.0f} MB", total - MEMORY))
    page = results.looks["ours", results.sizes[0]]["list"]
    requests, weight = first_visit(page.html)
    kilobytes = (weight + page.gzipped) / 1000
    lines.append(
        _row(f"First visit: at most {FIRST_REQUESTS} requests", str(requests + 1), requests + 1 - FIRST_REQUESTS)
    )
    lines.append(_row(f"First visit: at most {FIRST_KB} kB compressed", f"{kilobytes:.1f} kB", kilobytes - FIRST_KB))
    largest = max(look.gzipped for look in results.looks["ours", results.sizes[-1]].values()) / 1000
    lines.append(_row(f"Next page: at most {NEXT_KB} kB compressed", f"{largest:.1f} kB", largest - NEXT_KB))
    return "\n".join(lines)


def _row(aim: str, found: str, excess: float) -> str:
    return f"| {aim} | {found} | {'yes' if excess <= 0 else f'no, by {excess:.2f}'} |"


def _share_of_plain(results: Results, page: Page, clients: int) -> str:
    shares = [
        results.rate("ours", size, page.name, clients) / results.rate("L", size, page.name, clients)
        for size in results.sizes
    ]
    aim = f"{page.title}, {clients} client(s): at least {SHARE_OF_L} of L"
    return _row(aim, ", ".join(f"{share:.2f}" for share in shares), SHARE_OF_L - min(shares))


def _growth(results: Results, page: Page) -> str:
    smallest, largest = results.sizes[0], results.sizes[-1]
    few, many = (results.percentile(0.5, "ours", size, page.name, 1) for size in (smallest, largest))
    aim = f"{page.title}: p50 at {largest:,} at most {GROWTH} x {smallest:,}"
    return _row(aim, f"{many / few:.2f}", many / few - GROWTH)


def _sizes(results: Results) -> str:
    lines = [
        "| page | statements ours / L | budget | bytes | gzipped | statements at every size |",
        "|---|---|---|---|---|---|",
    ]
    for page in PAGES:
        looks = [results.looks["ours", size][page.name] for size in results.sizes]
        plain = results.looks["L", results.sizes[0]][page.name]
        budget = {"list": LISTS, "queue": LISTS, "page": PAGE}.get(page.name, "none")
        counts = ", ".join(str(len(look.statements)) for look in looks)
        lines.append(
            f"| {page.title} | {len(looks[0].statements)} / {len(plain.statements)} | {budget} "
            f"| {looks[0].raw:,} | {looks[0].gzipped:,} | {counts} |"
        )
    return "\n".join(lines)


def _memory(results: Results) -> str:
    lines = ["| server | master MB | each worker MB | together MB (PSS) |", "|---|---|---|---|"]
    for name, (master, *workers) in results.memory.items():
        each = ", ".join(f"{worker:.0f}" for worker in workers)
        lines.append(f"| {name} | {master:.0f} | {each} | {master + sum(workers):.0f} |")
    return "\n".join(lines)


def _workers(results: Results) -> str:
    """Sync and gthread workers side by side, at the size both were measured at."""
    cells = [key for key in results.samples if key[0] == "gthread"]
    if not cells:
        return ""
    lines = [
        "| page | clients | sync rps | gthread rps | sync p50/p95/p99 ms | gthread p50/p95/p99 ms |",
        "|---|---|---|---|---|---|",
    ]
    for _, *cell in cells:
        lines.append(
            f"| {cell[1]} | {cell[2]} | {results.rate('ours', *cell):.0f} | {results.rate('gthread', *cell):.0f} "
            f"| {_times(results, 'ours', *cell)} | {_times(results, 'gthread', *cell)} |"
        )
    return "\n".join(lines)
