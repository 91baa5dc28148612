"""From a bare machine with Python 3.11 to a running Samspil. Standard library only.

    python3 tools/bootstrap.py environment     the virtual environment, packages, assets and translations
    python3 tools/bootstrap.py run             the demonstration on 127.0.0.1:8000, with the worker beside it
    python3 tools/bootstrap.py test [ARGS]     the tests, with Chromium and PostgreSQL brought along

Finished steps leave a stamp in .venv/stamps and are skipped until what they were made from changes.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"


def say(text: str) -> None:
    print(f"== {text}", flush=True)


def run(*command, **options) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, **options)


def step(name: str, made_from: list[Path], work) -> None:
    """Do `work` unless it was done before from the same files."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in made_from)).hexdigest()
    stamp = STAMPS / name
    if stamp.is_file() and stamp.read_text() == digest:
        return
    say(name)
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def make_environment() -> None:
    """A virtual environment that has pip, and uv beside it where uv can be had."""
    if not PYTHON.exists():
        if sys.version_info < (3, 11):  # noqa: UP036 - whoever calls may have an older one
            sys.exit("Samspil needs Python 3.11 or newer; run this with that one.")
        say("virtual environment")
        run(sys.executable, "-m", "venv", VENV)
    if not (VENV / "bin" / "uv").exists():
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", "uv"], check=False, cwd=ROOT, **quiet)


def install(requirements: str) -> None:
    uv = VENV / "bin" / "uv"
    if uv.exists():
        try:
            run(uv, "pip", "install", "-q", "-r", requirements, env={**os.environ, "VIRTUAL_ENV": str(VENV)})
            return
        except subprocess.CalledProcessError:
            say("uv could not; trying pip")
    run(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", requirements)


def environment(dev: bool = False) -> None:
    make_environment()
    step("packages", [ROOT / "requirements.txt"], lambda: install("requirements.txt"))
    if dev:
        made_from = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
        step("test packages", made_from, lambda: install("requirements-dev.txt"))
    own = [ROOT / "static" / name for name in ("app.css", "app.js")]
    lock = [ROOT / "package-lock.json", ROOT / "tools" / "assets.py"]
    vendor = ROOT / "static" / "vendor" / "htmx.js"
    if not vendor.exists():
        (STAMPS / "assets").unlink(missing_ok=True)
    step("assets", lock + own, lambda: run(PYTHON, ROOT / "tools" / "assets.py"))
    catalogues = [Path(path) for path in sorted(glob.glob(str(ROOT / "translations/*/LC_MESSAGES/*.po")))]
    if not all(path.with_suffix(".mo").exists() for path in catalogues):
        (STAMPS / "translations").unlink(missing_ok=True)
    compiling = (PYTHON, "-m", "babel.messages.frontend", "compile", "-d", "translations")
    if catalogues:
        step("translations", catalogues, lambda: run(*compiling, stderr=subprocess.DEVNULL))


def serve() -> None:
    """The demonstration: made on the first start, the same data on the next."""
    environment()
    demonstration = {"SSP_ENV": "demonstration", "FLASK_APP": "app"}
    env = {**os.environ, **{name: os.environ.get(name, value) for name, value in demonstration.items()}}
    (ROOT / "instance").mkdir(exist_ok=True)
    flask = VENV / "bin" / "flask"
    if env["SSP_ENV"] == "demonstration":
        run(flask, "keys", "create", env=env, stdout=subprocess.DEVNULL)
    run(flask, "db", "upgrade", env=env, stdout=subprocess.DEVNULL)
    if env["SSP_ENV"] == "demonstration":
        run(flask, "demo", "load", "--if-empty", env=env)
        run(flask, "demo", "sign-ins", env=env)
    say("http://127.0.0.1:8000 (stop with Ctrl+C)")
    os.chdir(ROOT)
    os.execve(str(PYTHON), [str(PYTHON), str(ROOT / "tools" / "together.py")], env)


def bring(program: str, package: str, found) -> None:
    """Install a Debian package as root when what the tests need is missing; otherwise say what to do."""
    if found():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"{program} (Debian package {package})")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        run("apt-get", "update", "-qq", **quiet)
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *package.split(), **quiet)
    if not found():
        sys.exit(f"The tests need {program}: install it ({package} on Debian) and run them again.")


def chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def postgresql() -> bool:
    return bool(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or bool(os.environ.get("SSP_POSTGRESQL_BIN"))


def test(arguments: list[str]) -> None:
    environment(dev=True)
    bring("Chromium", "chromium fonts-dejavu-core fonts-liberation", chromium)
    bring("PostgreSQL", "postgresql", postgresql)
    run(VENV / "bin" / "ruff", "check", ".")
    run(VENV / "bin" / "ruff", "format", "--check", "-q", ".")
    os.chdir(ROOT)
    os.execv(str(PYTHON), [str(PYTHON), "-m", "pytest", *arguments])


def main() -> None:
    command, *arguments = sys.argv[1:] or ["run"]
    commands = {"environment": environment, "run": serve, "test": lambda: test(arguments)}
    if command not in commands:
        sys.exit(__doc__)
    commands[command]()


if __name__ == "__main__":
    main()
