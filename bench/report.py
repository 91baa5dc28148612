"""The tables: printed, and written between two marks in docs/performance.md."""

import os
import platform
from datetime import date

from bench.pages import PAGES
from bench.runs import CLIENTS, Results
from ssp.config import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
SHARE_OF_L, GROWTH, LISTS, PAGE, MEMORY = 0.5, 1.3, 8, 10, 130


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
    return (
        f"Measured {date.today()} on {os.cpu_count()} cores (Python {platform.python_version()}), "
        f"load average {os.getloadavg()[1]:.1f}, {repeats} repeats, {seconds / 60:.1f} minutes in all. The clients "
        f"share the machine with the server: they cost {per_request:.2f} ms of processor time a request and reach "
        f"{results.ceiling:.0f} requests a second against an answer of two bytes. HTML the same in J, L and ours: "
        f"{'yes' if _same_html(results) else 'NO'}."
    )


def _same_html(results: Results) -> bool:
    size = results.sizes[0]
    ours = results.looks["ours", size]
    return all(
        results.looks[name, size][page.name].html == ours[page.name].html
        for name in ("J", "L")
        for page in PAGES
        if page.name != "post"
    )


def _speed(results: Results) -> str:
    lines = [
        "| page | concerns | clients | J rps | L rps | ours rps | ours / L | L p50/p95/p99 ms | ours p50/p95/p99 ms | CPU ms J / L / ours |",
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
    for page in PAGES:
        for clients in CLIENTS:
            shares = [
                results.rate("ours", size, page.name, clients) / results.rate("L", size, page.name, clients)
                for size in results.sizes
            ]
            met = "yes" if min(shares) >= SHARE_OF_L else f"no, by {SHARE_OF_L - min(shares):.2f}"
            found = ", ".join(f"{share:.2f}" for share in shares)
            lines.append(f"| {page.title}, {clients} client(s): at least {SHARE_OF_L} of L | {found} | {met} |")
    smallest, largest = results.sizes[0], results.sizes[-1]
    for page in PAGES if largest > smallest else ():
        growth = results.percentile(0.5, "ours", largest, page.name, 1) / results.percentile(
            0.5, "ours", smallest, page.name, 1
        )
        met = "yes" if growth <= GROWTH else f"no, by {growth - GROWTH:.2f}"
        lines.append(f"| {page.title}: p50 at {largest:,} at most {GROWTH} x {smallest:,} | {growth:.2f} | {met} |")
    total = sum(results.memory[f"ours {largest}"])
    met = "yes" if total <= MEMORY else f"no, by {total - MEMORY:.0f} MB"
    lines.append(f"| At most {MEMORY} MB for two workers, master included | {total:.0f} MB | {met} |")
    return "\n".join(lines)


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
    cells = [key for key in results.samples if key[0] == "gthread"]
    if not cells:
        return ""
    lines = [
        "| page | clients | sync rps | gthread rps | sync p50/p95/p99 | gthread p50/p95/p99 |",
        "|---|---|---|---|---|---|",
    ]
    for _, *cell in cells:
        lines.append(
            f"| {cell[1]} | {cell[2]} | {results.rate('ours', *cell):.0f} | {results.rate('gthread', *cell):.0f} "
            f"| {_times(results, 'ours', *cell)} | {_times(results, 'gthread', *cell)} |"
        )
    return "\n".join(lines)
