"""The press: a process of its own that turns one filled-in template into PDF and ends, its memory with it.

It is run by file name and knows nothing of Samspil: the order comes as JSON on standard input (template, root, fonts,
standard, content), the PDF leaves on standard output. Typst remembers what it has laid out, words and all, and keeps
the memory; a process that ends does neither.
"""

import json
import resource
import sys

SECONDS = 20
BYTES = 2 * 1024**3


def main() -> None:
    """Print the order; 1 with the kind of error, never its words, when that cannot be done."""
    import typst

    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    try:
        made = typst.compile(
            order["template"],
            root=order["root"],
            font_paths=typst.Fonts(False, False, order["fonts"]),
            sys_inputs={"content": order["content"]},
            pdf_standards=order["standard"],
        )
    except RuntimeError as error:
        sys.exit(type(error).__name__)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
