"""Comparing Danish names as people type them."""

from ssp.policy.spelling import folded


def matches(query: str, name: str) -> bool:
    """Whether every word of the query begins a word of the name."""
    words = folded(name).replace("-", " ").split()
    return all(any(word.startswith(part) for word in words) for part in folded(query).replace("-", " ").split())
