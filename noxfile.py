# /// script
# requires-python = ">=3.11"
# dependencies = ["nox>=2025.2.9"]
# ///
"""Every job of the repository. It needs Python 3.11 or newer with pip or venv, and nothing else.

    python3 noxfile.py -s report      rebuild every table and figure into reports/
    python3 noxfile.py -s tests       run the test suite
    python3 noxfile.py --list         list the other jobs

Each lock file has one environment under .nox/, in which the package is installed from its wheel;
`report` and `tests` share theirs. Arguments after `--` go to the program that the job runs.
"""

import sys

if sys.version_info < (3, 11):
    message = "rtxoutcomes needs Python 3.11 or newer; this is " + sys.version.split()[0]
    print(message, file=sys.stderr)
    sys.exit(2)

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
CACHE = ROOT / ".nox"
PYTHONS = ("3.11", "3.12", "3.13")
# The newest puppeteer-core that runs on the Node.js 18 of Debian 12.
PAGE_TOOLS = ("axe-core@4.14.1", "puppeteer-core@24.43.1")
# Tests that are skipped where the extras parquet and pdf are not installed.
EXTRAS = ("tests/read", "tests/publish/test_pdf.py", "tests/test_file_kinds.py")
# Rooms whose code calls the standard library, or what other rooms made of the libraries.
OF_NO_LIBRARY = ("claims", "corpus", "identity", "ingest", "snippets", "studies", "text")
# Of a notebook with all its outputs; what it shows is read, and sent on.
NOTEBOOK_BYTES = 200_000
# The reference implementation of Data Package, with 43 libraries of its own.
FRICTIONLESS = "frictionless==5.21.0"
CRATE_VALIDATOR = "roc-validator==0.13.0"
# The last that carries the context of RO-Crate 1.1.
CRATE_CONTEXT = "rocrate==0.13.0"
QUIET = ("--quiet", "--disable-pip-version-check", "--root-user-action", "ignore")
# Python writes byte code when it first imports a module; compiling every module now would take
# longer than the rest of the installation.
INSTALL = ("-m", "pip", "install", "--no-compile", *QUIET)
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
LOCKED = ("--require-hashes", "--only-binary", ":all:")
# Override settings of the user that would install into another place.
PLAIN_PIP = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}


def digest(*files: Path) -> str:
    """Ten digits that change with the content or the name of any of the files."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:10]


def lock_file(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def provide_nox() -> None:
    """Make nox importable where it is missing or old, without changing the user's Python."""
    try:
        if int(importlib.metadata.version("nox").split(".")[0]) >= 2025:
            return
    except importlib.metadata.PackageNotFoundError:
        pass
    lock = lock_file("lock-nox")
    folder = CACHE / f"nox-{digest(lock)}-{sys.version_info.major}.{sys.version_info.minor}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        arguments = [*INSTALL, *LOCKED, "--target", str(folder), "-r", str(lock)]
        subprocess.run([python_with_pip(), *arguments], check=True, env=os.environ | PLAIN_PIP)
        (folder / "complete").touch()
    sys.path.insert(0, str(folder))


def python_with_pip() -> str:
    """This Python if it has pip, else that of a new virtual environment."""
    if subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode:
        folder = CACHE / "pip"
        venv = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=False)
        if venv.returncode:
            print("rtxoutcomes needs a Python with pip or venv; this has neither", file=sys.stderr)
            sys.exit(2)
        return str(program(folder, "python"))
    return sys.executable


def program(folder: Path, name: str) -> Path:
    """A program of the virtual environment in `folder`."""
    return folder / ("Scripts" if os.name == "nt" else "bin") / name


provide_nox()

import nox
import virtualenv

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["lint", "tests"]
nox.options.stop_on_first_error = True


def version_of(python: str) -> str | None:
    """The version that an interpreter reports; None if it does not run."""
    command = [python, "-c", "import platform; print(platform.python_version())"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return result.stdout.strip()


def interpreter(minor: str) -> str | None:
    """An interpreter of a minor version such as 3.12; None if the machine has none."""
    pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"{minor}.*/bin/python"))
    for python in (sys.executable, f"python{minor}", *map(str, pyenv)):
        if (version_of(python) or "").startswith(f"{minor}."):
            return python
    return None


def environment(session: nox.Session, lock: str, python: str = sys.executable) -> Path:
    """The folder of the environment of one lock file and interpreter, created if it is missing."""
    # autograd-gamma is published as a source archive only. The setuptools bundled with virtualenv
    # builds it, so that everything downloaded has a hash.
    from_source = ("--no-binary", "autograd-gamma", "--no-build-isolation")
    name = f"{lock}-{version_of(python)}"
    folder = CACHE / f"{name}-{digest(lock_file(lock))}"
    if not (folder / "complete").exists():
        for old in CACHE.glob(f"{name}-*"):
            shutil.rmtree(old)
        session.log(f"installing requirements/{lock}.txt into .nox/, about 400 MB, once")
        seeds = ["--setuptools", "bundle", "--no-periodic-update"]
        virtualenv.cli_run([str(folder), "--python", python, *seeds])
        arguments = [*INSTALL, *LOCKED, *from_source, "-r", str(lock_file(lock))]
        session.run(str(program(folder, "python")), *arguments, silent=True, env=PLAIN_PIP)
        (folder / "complete").touch()
    return folder


def sources() -> Iterator[Path]:
    """Files that the wheel is built from."""
    yield from (ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "LICENSE", lock_file("lock"))
    files = sorted((ROOT / "src").rglob("*"))
    yield from (file for file in files if file.is_file() and file.suffix != ".pyc")


def installed(session: nox.Session, lock: str = "lock", python: str = sys.executable) -> str:
    """The Python of an environment in which the package is installed as it would be published."""
    folder = environment(session, lock, python)
    environment_python = str(program(folder, "python"))
    stamp = folder / "sources"
    sources_digest = digest(*sources())
    if not stamp.exists() or stamp.read_text(encoding="ascii") != sources_digest:
        stamp.unlink(missing_ok=True)
        wheels = folder / "wheel"
        shutil.rmtree(wheels, ignore_errors=True)
        build = ("-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels))
        session.run(environment_python, *build, silent=True)
        (wheel,) = wheels.glob("*.whl")
        install = (*INSTALL, "--no-deps", "--no-index", "--force-reinstall", str(wheel))
        session.run(environment_python, *install, silent=True, env=PLAIN_PIP)
        stamp.write_text(sources_digest, encoding="ascii")
    return environment_python


def run_tests(session: nox.Session, python: str, *arguments: str, path: str | None = None) -> None:
    """Run pytest on the installed package, one process a core and one thread a process."""
    processes = ("--numprocesses", "auto", "--maxprocesses", "8", "--dist", "worksteal")
    environ = {"PYTHONPATH": path, "COVERAGE_FILE": str(CACHE / "coverage"), **ONE_THREAD}
    session.run(python, "-m", "pytest", *processes, *arguments, *session.posargs, env=environ)


def run_command(session: nox.Session, *arguments: str) -> None:
    """Run `rtxoutcomes` in the shared environment."""
    command = (installed(session), "-m", "rtxoutcomes", *arguments, *session.posargs)
    session.run(*command, env={"PYTHONPATH": None})


@nox.session(venv_backend="none")
def report(session: nox.Session) -> None:
    """Rebuild every table and figure into reports/; `-- --check` compares instead."""
    run_command(session, "report", "--out", "reports")


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """Run the test suite on the installed wheel; `-- --cov` measures its coverage."""
    run_tests(session, installed(session))


@nox.session(venv_backend="none")
def schema(session: nox.Session) -> None:
    """Write the table schemas and the data dictionary; `-- --check` compares instead."""
    dictionary = ("--dictionary", "docs/data-dictionary.md")
    run_command(session, "schema", "--out", "data/schema", *dictionary)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Check format, style, types and the import contracts."""
    folder = environment(session, "lock-lint")
    python = str(program(folder, "python"))
    session.run(python, "-m", "ruff", "format", "--check", ".")
    session.run(python, "-m", "ruff", "check", ".")
    session.run(python, "-m", "mypy")
    session.run(str(program(folder, "lint-imports")), env={"PYTHONPATH": "src"})


@nox.session(venv_backend="none")
def coverage(session: nox.Session) -> None:
    """Add the tests of the extras to the coverage of `tests`, and check it by folder."""
    if not (CACHE / "coverage").exists():
        session.error("measure the suite first: python3 noxfile.py -s tests coverage -- --cov")
    python, report = installed(session, "lock-notebook"), str(CACHE / "coverage.json")
    run_tests(session, python, "--cov", "--cov-append", f"--cov-report=json:{report}", *EXTRAS)
    session.run(python, ".ci/coverage_by_folder.py", report)


@nox.session(venv_backend="none")
def notebooks(session: nox.Session) -> None:
    """Run every notebook from its first cell to its last; one saved with its outputs is small."""
    execute = Path(installed(session, "lock-notebook")).with_name("jupyter-execute")
    paths, saved = sorted(map(str, (ROOT / "notebooks").glob("*.ipynb"))), CACHE / "notebooks"
    if not paths:
        session.error("notebooks/ has no notebook")
    shutil.rmtree(saved, ignore_errors=True)
    saved.mkdir(parents=True)
    options = ("--timeout", "600", "--output", str(saved / "{notebook_name}"))
    session.run(str(execute), *options, *paths, env={"PYTHONPATH": None})
    sizes = {path: (saved / Path(path).name).stat().st_size for path in paths}
    large = [
        f"{Path(path).name} ({size:,})" for path, size in sizes.items() if size > NOTEBOOK_BYTES
    ]
    if large:
        session.error(f"more than {NOTEBOOK_BYTES:,} bytes with outputs: {', '.join(large)}")


@nox.session(venv_backend="none")
def validation(session: nox.Session) -> None:
    """Compare with R and write docs/validation.md; fail on an error or a module not compared."""
    python, records = installed(session), CACHE / "validation"
    shutil.rmtree(records, ignore_errors=True)
    session.env["RTXOUTCOMES_VALIDATION"] = str(records)
    paths = ("tests/estimate", "tests/shared_reference")
    options = ("-p", "validation_record", "--hypothesis-seed=0")
    run_tests(session, python, *options, *paths, path=str(ROOT / ".ci"))
    session.run(python, ".ci/validation.py", str(records))


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """Build the docs site into docs/_build/html; warnings are errors."""
    python = installed(session, "lock-docs")
    target = ROOT / "docs" / "_build"
    options = ("-q", "-W", "--keep-going", "-d", str(target / "doctrees"), "-b", "html")
    environ = {"PYTHONPATH": None}
    session.run(python, "-m", "sphinx", *options, "docs", str(target / "html"), env=environ)


@nox.session(venv_backend="none")
def page(session: nox.Session) -> None:
    """Check report.html in Chromium without a network; `-- FOLDER` saves screenshots there."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if browser is None or shutil.which("npm") is None or shutil.which("node") is None:
        session.error("this job needs chromium, node and npm")
    report = ROOT / "reports" / "report.html"
    modules, profile = CACHE / "page", CACHE / "page-profile"
    shutil.rmtree(profile, ignore_errors=True)
    profile.mkdir(parents=True)
    modules.mkdir(exist_ok=True)
    (modules / "package.json").write_text('{"private": true}\n', encoding="ascii")
    options = ("--no-save", "--no-audit", "--no-fund", "--loglevel=error")
    with session.chdir(modules):
        session.run("npm", "install", *options, *PAGE_TOOLS, external=True)
    for folder in session.posargs:
        Path(folder).mkdir(parents=True, exist_ok=True)
    arguments = (str(report), str(modules), str(profile), *session.posargs)
    environ = {"CHROMIUM": browser}
    session.run("node", ".ci/page_check.mjs", *arguments, env=environ, external=True)


@nox.session(venv_backend="none")
def tex(session: nox.Session) -> None:
    """Compile the LaTeX of three reports; .ci/tex.py names the packages that this needs."""
    if missing := [engine for engine in ("pdflatex", "lualatex") if shutil.which(engine) is None]:
        session.error(f"this job needs {' and '.join(missing)}")
    session.run(installed(session), ".ci/tex.py", str(CACHE / "tex"), env={"PYTHONPATH": None})


@nox.session(venv_backend="none")
def versions(session: nox.Session) -> None:
    """Check the report on every other Python, and run the suite on the newest as under pandas 3.

    What passes on the oldest Python and on the newest, with a report of the same bytes between,
    is not run a third time.
    """
    found = {minor: interpreter(minor) for minor in PYTHONS}
    for minor in (minor for minor, path in found.items() if path is None):
        session.warn(f"Python {minor} is not on this machine")
    available = [path for path in found.values() if path is not None]
    for path in available:
        if path != sys.executable:
            check = ("report", "--out", "reports", "--check")
            python = installed(session, python=path)
            session.run(python, "-m", "rtxoutcomes", *check, env={"PYTHONPATH": None})
    newest = installed(session, python=available[-1])
    run_tests(session, newest, "-p", "pandas3_options", path=str(ROOT / ".ci"))


@nox.session(venv_backend="none")
def portable(session: nox.Session) -> None:
    """Run the tests without what only some systems have; see .ci/portable.py."""
    run_tests(session, installed(session), "-p", "portable", path=str(ROOT / ".ci"))


@nox.session(venv_backend="none")
def lowest(session: nox.Session) -> None:
    """Run the tests of rooms that call libraries on the oldest that pyproject.toml allows."""
    python = interpreter(PYTHONS[0])
    if python is None:
        session.error(f"this job needs Python {PYTHONS[0]}")
    rooms = [room for room in (ROOT / "tests").iterdir() if room.name not in OF_NO_LIBRARY]
    chosen = [str(room) for room in sorted(rooms) if list(room.glob("**/test_*.py"))]
    chosen += [str(ROOT / "tests" / f"test_{name}.py") for name in ("cohort", "init", "disclose")]
    run_tests(session, installed(session, "lock-lowest", python), *chosen)


@nox.session(venv_backend="none")
def mutants(session: nox.Session) -> None:
    """Draw mutants of src/rtxoutcomes and run the tests on each; `-- --help` lists the options."""
    python = installed(session)
    environ = {"PYTHONPATH": None, **ONE_THREAD}
    session.run(python, ".ci/mutants.py", *session.posargs, env=environ)


@nox.session(venv_backend="none")
def fuzz(session: nox.Session) -> None:
    """Fuzz the intake for ten minutes; `-- -max_total_time=60` shortens it to one."""
    python, target = installed(session), CACHE / "fuzz"
    if not (target / "atheris").is_dir():
        install = (*INSTALL, "--target", str(target), "atheris")
        session.run(python, *install, silent=True, env=PLAIN_PIP)
    seeds = CACHE / "fuzz-inputs"
    seeds.mkdir(exist_ok=True)
    limits = ("-max_total_time=600", "-timeout=20", "-rss_limit_mb=2048", "-max_len=4096")
    arguments = ("tests/fuzz/fuzz_intake.py", str(seeds), *limits, *session.posargs)
    session.run(python, *arguments, env={"PYTHONPATH": str(target)})


@nox.session(venv_backend="none")
def interop(session: nox.Session) -> None:
    """Check data packages with Frictionless, in an environment of its own."""
    python, place = installed(session), CACHE / "frictionless"
    if not place.is_dir():
        session.run(python, "-m", "venv", str(place))
        own = str(program(place, "python"))
        session.run(own, *INSTALL, FRICTIONLESS, silent=True, env=PLAIN_PIP)
    work = str(CACHE / "interop")
    session.run(python, ".ci/interop.py", work, str(program(place, "frictionless")))


@nox.session(venv_backend="none")
def crate(session: nox.Session) -> None:
    """Validate a report folder as an RO-Crate, without a network once the validator is there."""
    python, place = installed(session), CACHE / "crate-validator"
    if not place.is_dir():
        session.run(python, "-m", "venv", str(place))
        own = str(program(place, "python"))
        session.run(own, *INSTALL, CRATE_VALIDATOR, silent=True, env=PLAIN_PIP)
        session.run(own, *INSTALL, "--no-deps", CRATE_CONTEXT, silent=True, env=PLAIN_PIP)
    report = str(CACHE / "crate-report")
    session.run(python, "-m", "rtxoutcomes", "report", "--out", report, env={"PYTHONPATH": None})
    own, cache = str(program(place, "python")), str(CACHE / "crate-context")
    session.run(own, ".ci/crate_check.py", report, cache)


@nox.session(venv_backend="none")
def drawn(session: nox.Session) -> None:
    """Check the numbers of the report with libraries drawn at random; `-- 7` is the seed."""
    python, (seed, *_) = installed(session, "lock-lint"), (*session.posargs, "1")
    work = str(CACHE / "drawn")
    session.run(python, ".ci/drawn_versions.py", work, seed, env={"PYTHONPATH": None, **PLAIN_PIP})


@nox.session(venv_backend="none")
def build(session: nox.Session) -> None:
    """Build the archives into dist/ and check that the source archive gives the same wheel."""
    python = str(program(environment(session, "lock"), "python"))
    dist, rebuilt = ROOT / "dist", CACHE / "rebuilt"
    for folder in (dist, rebuilt):
        shutil.rmtree(folder, ignore_errors=True)
    hatchling = (python, "-m", "hatchling", "build", "--directory")
    session.run(*hatchling, str(dist))
    (archive,) = dist.glob("*.tar.gz")
    (wheel,) = dist.glob("*.whl")
    shutil.unpack_archive(archive, rebuilt)
    with session.chdir(rebuilt / archive.name.removesuffix(".tar.gz")):
        session.run(*hatchling, str(rebuilt), "--target", "wheel")
    if (rebuilt / wheel.name).read_bytes() != wheel.read_bytes():
        session.error("the source archive and the checkout give different wheels")


PROJECT = ("pyproject.toml", "--group", "test", "--group", "build")
LOWEST = ("--resolution", "lowest-direct", "--python-version", PYTHONS[0])
LOCKS = {
    "lock": PROJECT,
    "lock-lint": (*PROJECT, "--group", "lint"),
    "lock-lowest": (*PROJECT, *LOWEST),
    "lock-notebook": (*PROJECT, "--extra", "all"),
    "lock-docs": (*PROJECT, "--group", "docs"),
    "lock-nox": ("--group", "nox"),
}


@nox.session(venv_backend="none")
def lock(session: nox.Session) -> None:
    """Resolve the lock files; `-- --upgrade` takes newer versions."""
    if shutil.which("uv") is None:
        session.error("this job needs uv")
    options = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
    for name, arguments in LOCKS.items():
        file = lock_file(name)
        inputs = (*options, *arguments, *session.posargs)
        session.run("uv", "pip", "compile", *inputs, "-o", str(file))
        if "://" in file.read_text(encoding="utf-8"):
            session.error(f"{file.name} contains an address")


if __name__ == "__main__":
    nox.main()
