"""The sentences of the register, for the gathering of texts to translate."""

import tomllib
from collections.abc import Iterator


def extract(file, keywords, comment_tags, options) -> Iterator[tuple[int, str, str, list[str]]]:
    """What each entry of a register file says, with the line it stands on; a method for Babel."""
    text = file.read().decode("utf-8")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("says = ")]
    sentences = [entry["says"] for entry in tomllib.loads(text).values()]
    for number, sentence in zip(lines, sentences, strict=True):
        yield number, "gettext", sentence, []
