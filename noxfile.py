# /// script
# requires-python = ">=3.11"
# dependencies = ["nox>=2025.2.9"]
# ///
"""Every job of the repository. It needs Python 3.11 or newer with pip or venv, and nothing else.

    python3 noxfile.py -s report      rebuild every table and figure into reports/
    python3 noxfile.py -s tests       run the test suite
    python3 noxfile.py --list         the other jobs

One environment a lock file is kept under .nox/, with the package built as a wheel in it, so that
`report` and `tests` share theirs. Words after `--` go to the program that the job runs.
"""

import sys

if sys.version_info < (3, 11):
    told = "rtxoutcomes needs Python 3.11 or newer; this is " + sys.version.split()[0]
    print(told, file=sys.stderr)
    sys.exit(2)

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
KEPT = ROOT / ".nox"
PYTHONS = ("3.11", "3.12", "3.13")
PAGE_TOOLS = ("axe-core@4.14.1", "puppeteer-core@25.16.0")
QUIET = ("--quiet", "--disable-pip-version-check", "--root-user-action", "ignore")
# Byte code is written when a module is first imported: compiling all of it takes longer than
# all the rest of the installation.
INSTALL = ("-m", "pip", "install", "--no-compile", *QUIET)
LOCKED = ("--require-hashes", "--only-binary", ":all:")
# A user's pip settings may ask for an installation elsewhere.
HERE = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}


def digest(*files: Path) -> str:
    """Ten digits that change with the content or the name of any of the files."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:10]


def lock_file(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def bring_nox() -> None:
    """Make nox importable where it is missing or old, without touching the user's Python."""
    try:
        if int(importlib.metadata.version("nox").split(".")[0]) >= 2025:
            return
    except importlib.metadata.PackageNotFoundError:
        pass
    lock = lock_file("lock-nox")
    folder = KEPT / f"nox-{digest(lock)}-{sys.version_info.major}.{sys.version_info.minor}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        words = [*INSTALL, *LOCKED, "--target", str(folder), "-r", str(lock)]
        subprocess.run([python_with_pip(), *words], check=True, env=os.environ | HERE)
        (folder / "complete").touch()
    sys.path.insert(0, str(folder))


def python_with_pip() -> str:
    """This Python where it has pip, else one of a new virtual environment."""
    if subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode:
        folder = KEPT / "pip"
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=False)
        if made.returncode:
            print("rtxoutcomes needs a Python with pip or venv; this has neither", file=sys.stderr)
            sys.exit(2)
        return str(program(folder, "python"))
    return sys.executable


def program(folder: Path, name: str) -> Path:
    """A program of the virtual environment in `folder`."""
    return folder / ("Scripts" if os.name == "nt" else "bin") / name


bring_nox()

import nox
import virtualenv

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["lint", "tests"]
nox.options.stop_on_first_error = True


def version_of(python: str) -> str | None:
    """The version that an interpreter reports; None where it does not run."""
    words = [python, "-c", "import platform; print(platform.python_version())"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def interpreter(minor: str) -> str | None:
    """An interpreter of this Python version, as 3.12, where the machine has one."""
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{minor}.*/bin/python"))
    for python in (sys.executable, f"python{minor}", *map(str, kept)):
        if (version_of(python) or "").startswith(f"{minor}."):
            return python
    return None


def environment(session: nox.Session, lock: str, python: str = sys.executable) -> Path:
    """The environment of one lock file and interpreter, made when either is new; its folder."""
    # The newest autograd-gamma is a source archive, built with the setuptools that virtualenv
    # carries: nothing without a hash is fetched.
    built_here = ("--no-binary", "autograd-gamma", "--no-build-isolation")
    name = f"{lock}-{version_of(python)}"
    folder = KEPT / f"{name}-{digest(lock_file(lock))}"
    if not (folder / "complete").exists():
        for old in KEPT.glob(f"{name}-*"):
            shutil.rmtree(old)
        session.log(f"installing requirements/{lock}.txt once, some 400 MB, into .nox/")
        seeds = ["--setuptools", "bundle", "--no-periodic-update"]
        virtualenv.cli_run([str(folder), "--python", python, *seeds])
        words = [*INSTALL, *LOCKED, *built_here, "-r", str(lock_file(lock))]
        session.run(str(program(folder, "python")), *words, silent=True, env=HERE)
        (folder / "complete").touch()
    return folder


def sources() -> Iterator[Path]:
    """What the wheel is built from."""
    yield from (ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "LICENSE", lock_file("lock"))
    files = sorted((ROOT / "src").rglob("*"))
    yield from (file for file in files if file.is_file() and file.suffix != ".pyc")


def installed(session: nox.Session, lock: str = "lock", python: str = sys.executable) -> str:
    """The Python of an environment that holds the package as it would be published."""
    folder = environment(session, lock, python)
    inside = str(program(folder, "python"))
    stamp = folder / "sources"
    now = digest(*sources())
    if not stamp.exists() or stamp.read_text(encoding="ascii") != now:
        stamp.unlink(missing_ok=True)
        wheels = folder / "wheel"
        shutil.rmtree(wheels, ignore_errors=True)
        build = ("-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels))
        session.run(inside, *build, silent=True)
        (wheel,) = wheels.glob("*.whl")
        only_this = ("--no-deps", "--no-index", "--force-reinstall")
        session.run(inside, *INSTALL, *only_this, str(wheel), silent=True, env=HERE)
        stamp.write_text(now, encoding="ascii")
    return inside


def run_tests(session: nox.Session, python: str, *words: str, path: str | None = None) -> None:
    """Run pytest on the installed package, on all cores, one thread of arithmetic each."""
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    spread = ("--numprocesses", "auto", "--maxprocesses", "8", "--dist", "worksteal")
    environ = {"PYTHONPATH": path, **one_thread}
    session.run(python, "-m", "pytest", *spread, *words, *session.posargs, env=environ)


def run_command(session: nox.Session, *words: str) -> None:
    """Run `rtxoutcomes` of the shared environment."""
    command = (installed(session), "-m", "rtxoutcomes", *words, *session.posargs)
    session.run(*command, env={"PYTHONPATH": None})


@nox.session(venv_backend="none")
def report(session: nox.Session) -> None:
    """Rebuild every table and figure into reports/; `-- --check` compares instead."""
    run_command(session, "report", "--out", "reports")


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """Run the test suite on the installed wheel."""
    run_tests(session, installed(session))


@nox.session(venv_backend="none")
def schema(session: nox.Session) -> None:
    """Write the table schemas and the data dictionary; `-- --check` compares instead."""
    dictionary = ("--dictionary", "docs/data-dictionary.md")
    run_command(session, "schema", "--out", "data/schema", *dictionary)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Format, rules of style, types, and who may import whom."""
    folder = environment(session, "lock-lint")
    python = str(program(folder, "python"))
    session.run(python, "-m", "ruff", "format", "--check", ".")
    session.run(python, "-m", "ruff", "check", ".")
    session.run(python, "-m", "mypy")
    session.run(str(program(folder, "lint-imports")), env={"PYTHONPATH": "src"})


@nox.session(venv_backend="none")
def coverage(session: nox.Session) -> None:
    """Fail where a module has less than 90 % branch coverage from its own test file."""
    python = installed(session, "lock-notebook")
    # Only the tracer written in C can tell which test ran a line, on every Python version.
    session.env.update({"COVERAGE_FILE": str(KEPT / "coverage"), "COVERAGE_CORE": "ctrace"})
    run_tests(session, python, "--cov", "--cov-context=test", "--cov-report=")
    session.run(python, ".ci/coverage_per_module.py", str(KEPT / "coverage"))


@nox.session(venv_backend="none")
def notebooks(session: nox.Session) -> None:
    """Run every notebook from its first cell to its last."""
    execute = Path(installed(session, "lock-notebook")).with_name("jupyter-execute")
    found = sorted(map(str, (ROOT / "notebooks").glob("*.ipynb")))
    if not found:
        session.error("notebooks/ holds no notebook")
    session.run(str(execute), "--timeout", "600", *found, env={"PYTHONPATH": None})


@nox.session(venv_backend="none")
def realdata(session: nox.Session) -> None:
    """Run the tests that need the reference results and data sets beside the checkout."""
    shared = Path(os.environ.get("RTXOUTCOMES_SHARED", ROOT.parent / "shared"))
    if not shared.is_dir():
        session.skip("the folder ../shared is not beside the checkout")
    run_tests(session, installed(session), "tests/realdata", "tests/shared_reference")


@nox.session(venv_backend="none")
def validation(session: nox.Session) -> None:
    """Write docs/validation.md from the tests that compare with R; fail on a miss."""
    python, records = installed(session), KEPT / "validation"
    shutil.rmtree(records, ignore_errors=True)
    session.env["RTXOUTCOMES_VALIDATION"] = str(records)
    recorded = ("-p", "validation_record", "tests/estimate", "tests/shared_reference")
    run_tests(session, python, *recorded, path=str(ROOT / ".ci"))
    session.run(python, ".ci/validation.py", str(records))


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """Build the docs site into docs/_build/html; a warning is a fault."""
    python = installed(session, "lock-docs")
    built = ROOT / "docs" / "_build"
    words = ("-q", "-W", "--keep-going", "-d", str(built / "doctrees"), "-b", "html")
    environ = {"PYTHONPATH": None}
    session.run(python, "-m", "sphinx", *words, "docs", str(built / "html"), env=environ)


@nox.session(venv_backend="none")
def page(session: nox.Session) -> None:
    """Try report.html in Chromium with the network off; `-- FOLDER` keeps pictures of it."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if browser is None or shutil.which("npm") is None or shutil.which("node") is None:
        session.skip("chromium, node and npm are not all on this machine")
    report = ROOT / "reports" / "report.html"
    modules, profile = KEPT / "page", KEPT / "page-profile"
    shutil.rmtree(profile, ignore_errors=True)
    profile.mkdir(parents=True)
    modules.mkdir(exist_ok=True)
    (modules / "package.json").write_text('{"private": true}\n', encoding="ascii")
    quiet = ("--no-save", "--no-audit", "--no-fund", "--loglevel=error")
    with session.chdir(modules):
        session.run("npm", "install", *quiet, *PAGE_TOOLS, external=True)
    for folder in session.posargs:
        Path(folder).mkdir(parents=True, exist_ok=True)
    words = (str(report), str(modules), str(profile), *session.posargs)
    environ = {"CHROMIUM": browser}
    session.run("node", ".ci/page_check.mjs", *words, env=environ, external=True)


@nox.session(venv_backend="none")
def matrix(session: nox.Session) -> None:
    """Run the suite on every supported Python version that the machine has."""
    for minor in PYTHONS:
        python = interpreter(minor)
        if python is None:
            session.warn(f"Python {minor} is not on this machine")
        else:
            run_tests(session, installed(session, python=python))


@nox.session(venv_backend="none")
def lowest(session: nox.Session) -> None:
    """Run the suite on the oldest libraries that pyproject.toml allows."""
    python = interpreter(PYTHONS[0])
    if python is None:
        session.skip(f"Python {PYTHONS[0]} is not on this machine")
    run_tests(session, installed(session, "lock-lowest", python))


@nox.session(venv_backend="none")
def pandas3(session: nox.Session) -> None:
    """Run what handles frames under the two options that make pandas 2.3 behave as pandas 3."""
    # Rooms that see arrays, counts or text only cannot tell the difference.
    apart = ("docs", "estimate", "figures", "identity", "ingest", "test_docs.py")
    left = [f"--ignore=tests/{name}" for name in apart if (ROOT / "tests" / name).exists()]
    options = ("-p", "pandas3_options", *left)
    run_tests(session, installed(session), *options, path=str(ROOT / ".ci"))


@nox.session(venv_backend="none")
def fuzz(session: nox.Session) -> None:
    """Fuzz the intake for ten minutes; `-- -max_total_time=60` and the like go to the fuzzer."""
    python, beside = installed(session), KEPT / "fuzz"
    if not (beside / "atheris").is_dir():
        session.run(python, *INSTALL, "--target", str(beside), "atheris", silent=True, env=HERE)
    seeds = KEPT / "fuzz-inputs"
    seeds.mkdir(exist_ok=True)
    limits = ("-max_total_time=600", "-timeout=20", "-rss_limit_mb=2048", "-max_len=4096")
    words = ("tests/fuzz/fuzz_intake.py", str(seeds), *limits, *session.posargs)
    session.run(python, *words, env={"PYTHONPATH": str(beside)})


@nox.session(venv_backend="none")
def build(session: nox.Session) -> None:
    """Build the archives into dist/, and prove that the source archive makes the same wheel."""
    python = str(program(environment(session, "lock"), "python"))
    dist, again = ROOT / "dist", KEPT / "again"
    for folder in (dist, again):
        shutil.rmtree(folder, ignore_errors=True)
    hatchling = (python, "-m", "hatchling", "build", "--directory")
    session.run(*hatchling, str(dist))
    (archive,) = dist.glob("*.tar.gz")
    (wheel,) = dist.glob("*.whl")
    shutil.unpack_archive(archive, again)
    with session.chdir(again / archive.name.removesuffix(".tar.gz")):
        session.run(*hatchling, str(again), "--target", "wheel")
    if (again / wheel.name).read_bytes() != wheel.read_bytes():
        session.error("the wheel of the source archive differs from the wheel of the checkout")


OF_PROJECT = ("pyproject.toml", "--group", "test", "--group", "build")
OLDEST = ("--resolution", "lowest-direct", "--python-version", PYTHONS[0])
LOCKS = {
    "lock": OF_PROJECT,
    "lock-lint": (*OF_PROJECT, "--group", "lint"),
    "lock-lowest": (*OF_PROJECT, *OLDEST),
    "lock-notebook": (*OF_PROJECT, "--extra", "all"),
    "lock-docs": (*OF_PROJECT, "--group", "docs"),
    "lock-nox": ("--group", "nox"),
}


@nox.session(venv_backend="none")
def lock(session: nox.Session) -> None:
    """Resolve the lock files again, without addresses; `-- --upgrade` takes newer versions."""
    if shutil.which("uv") is None:
        session.error("this job needs uv")
    plain = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
    for name, words in LOCKS.items():
        file = lock_file(name)
        session.run("uv", "pip", "compile", *plain, *words, *session.posargs, "-o", str(file))
        if "://" in file.read_text(encoding="utf-8"):
            session.error(f"{file.name} holds an address")


if __name__ == "__main__":
    nox.main()
