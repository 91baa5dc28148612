"""What a page costs: the statements it sends, held against its budget and against how many rows there are."""

LIST, PAGE = 8, 10

Place = tuple[str, str, int]
"""Who asks, for which path, and the budget."""


class Cost:
    """cost(who, path) is the statements one such page sends; it must be the page, not an error."""

    def __init__(self, visit, queries):
        self.visit, self.queries, self.visitors = visit, queries, {}

    def __call__(self, who: str, path: str) -> list[str]:
        if who not in self.visitors:
            self.visitors[who] = self.visit(who)
        self.queries.clear()
        response = self.visitors[who].get(path)
        assert response.status_code == 200, (who, path, response.status_code)
        return list(self.queries)

    def of(self, budgets: list[Place], names: dict[str, str]) -> dict[Place, list[str]]:
        return {place: self(place[0], place[1].format(**names)) for place in budgets}


def judge(few: dict[Place, list[str]], many: dict[Place, list[str]]) -> None:
    """Every page keeps its budget with many rows, and sends no more statements than with few."""
    over = {place: found for place, found in many.items() if len(found) > place[2]}
    assert not over, _report(over)
    grown = {place: (len(few[place]), len(found)) for place, found in many.items() if len(found) > len(few[place])}
    assert not grown, f"these pages send more statements when there are more rows: {grown}"


def _report(over: dict) -> str:
    return "\n\n".join(
        f"{who} {path}: {len(found)} statements, {budget} allowed\n" + "\n".join(s[:200] for s in found)
        for (who, path, budget), found in over.items()
    )
