"""Draw mutants of the package, run the tests on each, and list those that no test noticed.

    python3 noxfile.py -s mutants -- derive rounding.py --number 40

A mutant is the package with one small change. The tests of its module run first, then those of its
room, then the comparison of the report of the bundled study with `reports/`, and, with `--suite`,
all tests. A survivor is a missing test, or a change without an effect. Tests run on scratch copies
of the checkout, so that no mutant ever lies in the checkout itself.
"""

import argparse
import ast
import compileall
import os
import py_compile
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from queue import SimpleQueue

from mutations import KINDS, Mutation, mutated, mutations

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src", "rtxoutcomes")
STAGES = ("module", "room", "report", "suite")
REPORT = "reports"
MEMORY_BYTES = 8 * 2**30
EXCERPT = 90
# Exit code of pytest.
NO_TESTS_COLLECTED = 5


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module: its source text, and its tests in the order in which they run."""

    module: Path
    kind: str
    line: int
    change: str
    source: str
    tests: dict[str, str]

    @property
    def folder(self) -> str:
        inside = self.module.relative_to(PACKAGE)
        return inside.parts[0] if len(inside.parts) > 1 else "top level"

    def __str__(self) -> str:
        return f"{self.module.relative_to(PACKAGE).as_posix()}:{self.line}  {self.change}"


@dataclass(frozen=True, slots=True)
class Result:
    """The stage whose tests killed a mutant; None for a survivor."""

    mutant: Mutant
    stage: str | None
    timed_out: bool


def change(mutation: Mutation) -> str:
    """The old and the new text, each on one line and cut to where they differ."""
    old, new = map(ast.unparse, (mutation.node, mutation.replacement))
    pairs = enumerate(zip(old, new, strict=False))
    shared = next((k for k, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = max(0, shared - EXCERPT // 3) if len(old) > EXCERPT else 0
    texts = ["..." * (start > 0) + " ".join(text[start:].split()) for text in (old, new)]
    return " -> ".join(text[:EXCERPT] + "..." * (len(text) > EXCERPT) for text in texts)


def modules(names: Iterable[str]) -> list[Path]:
    """Modules of the named folders and files of the package."""
    paths = []
    for name in names:
        path = ROOT / PACKAGE / name
        paths += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [path.relative_to(ROOT) for path in paths]


def tests_of(module: Path, suite: bool) -> dict[str, str]:
    """Test paths by stage: the module's own file or folder or its folder's file, the room, all.

    That of the report is the folder with which it is compared.
    """
    inside = module.relative_to(PACKAGE)
    folder = Path("tests", inside.parent)
    stem = inside.stem.strip("_")
    own = (folder / f"test_{stem}.py", folder / stem, folder.parent / f"test_{folder.name}.py")
    paths = {"module": next((str(path) for path in own if (ROOT / path).exists()), "")}
    if len(inside.parts) > 1:
        paths["room"] = str(Path("tests", inside.parts[0]))
    paths["report"] = REPORT
    if suite:
        paths["suite"] = "tests"
    return {stage: path for stage, path in paths.items() if path and (ROOT / path).exists()}


def draw(options: argparse.Namespace) -> list[Mutant]:
    """Mutants drawn without replacement, the kinds in turn."""
    by_kind: dict[str, list[tuple[Path, ast.Module, Mutation]]] = {k: [] for k in options.kinds}
    for module in modules(options.places):
        tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
        for mutation in mutations(tree, not options.skip_prose):
            if mutation.kind in by_kind:
                by_kind[mutation.kind].append((module, tree, mutation))
    print(f"{sum(map(len, by_kind.values()))} possible mutants, seed {options.seed}")
    generator = random.Random(options.seed)
    for possible in by_kind.values():
        generator.shuffle(possible)
    turns = zip_longest(*by_kind.values())
    drawn = [mutant for turn in turns for mutant in turn if mutant is not None]
    return [
        Mutant(
            module,
            mutation.kind,
            mutation.line,
            change(mutation),
            mutated(tree, mutation),
            tests_of(module, options.suite),
        )
        for module, tree, mutation in drawn[: options.number]
    ]


def scratch_copy(folder: Path) -> Path:
    """The files of the checkout that git tracks or would track, in a new folder."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    # The wheel holds the lock file too.
    shutil.copyfile(ROOT / "requirements" / "lock.txt", folder / PACKAGE / "lock.txt")
    # A mutant may have the size and the time of its original; only the hash tells them apart.
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(folder / PACKAGE, quiet=1, invalidation_mode=checked)
    return folder


def run_tests(scratch: Path, tests: str, limit: float | None) -> int | None:
    """Exit code of the tests of a scratch copy's package; None if they ran out of time."""
    pytest = ("pytest", "-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", tests)
    report = ("rtxoutcomes", "report", "--check", "--out", tests)
    environ = os.environ | {
        "PYTHONPATH": str(scratch / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch / ".hypothesis"),
        "RTXOUTCOMES_SHARED": os.environ.get("RTXOUTCOMES_SHARED", str(ROOT.parent / "shared")),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *(report if tests == REPORT else pytest)],
        cwd=scratch,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def borrowed(copies: SimpleQueue[Path]) -> Iterator[Path]:
    """A scratch copy that nothing else uses meanwhile."""
    scratch = copies.get()
    try:
        yield scratch
    finally:
        copies.put(scratch)


def time_limit(scratch: Path, tests: str) -> float | None:
    """Seconds that the tests of a mutant may take: several times those of the original.

    None where pytest collects no test, as where an optional library is not installed.
    """
    start = time.monotonic()
    code = run_tests(scratch, tests, None)
    if code == NO_TESTS_COLLECTED and tests != REPORT:
        return None
    if code != 0:
        raise SystemExit(f"{tests} exits with {code} on the package as it is")
    return 20 + 4 * (time.monotonic() - start)


def exit_code(
    scratch: Path, limits: dict[str, float | None], mutant: Mutant, tests: str
) -> int | None:
    """Exit code of the tests on a mutant as `run_tests` gives it; 0 if there are no tests."""
    # Known only of the tests that a mutant needs: those of a room take minutes.
    if tests not in limits:
        limits[tests] = time_limit(scratch, tests)
    limit = limits[tests]
    if limit is None:
        return 0
    path = scratch / mutant.module
    original = path.read_bytes()
    path.write_text(mutant.source, encoding="utf-8")
    try:
        return run_tests(scratch, tests, limit)
    finally:
        path.write_bytes(original)


def try_mutant(
    copies: SimpleQueue[Path], limits: dict[str, float | None], mutant: Mutant
) -> Result:
    """Run the stages until one kills the mutant."""
    with borrowed(copies) as scratch:
        for stage, tests in mutant.tests.items():
            code = exit_code(scratch, limits, mutant, tests)
            if code != 0:
                return Result(mutant, stage, code is None)
    return Result(mutant, None, False)


def print_table(
    title: str, names: Iterable[str], results: list[Result], key: Callable[[Mutant], str]
) -> None:
    """Print the results by folder or by kind."""
    print(f"\n{title:14} mutants  {'  '.join(f'{stage:>6}' for stage in STAGES)}  survived  killed")
    for name in [*names, "all"]:
        rows = [r for r in results if name == "all" or key(r.mutant) == name]
        killed = [sum(r.stage == stage for r in rows) for stage in STAGES]
        numbers = "  ".join(f"{number:6d}" for number in killed)
        survived = len(rows) - sum(killed)
        percent = 100 * sum(killed) / max(len(rows), 1)
        print(f"{name:14} {len(rows):7d}  {numbers}  {survived:8d}  {percent:4.0f} %")


def print_results(results: list[Result]) -> None:
    folders, kinds = {r.mutant.folder for r in results}, {r.mutant.kind for r in results}
    print_table("folder", sorted(folders), results, lambda m: m.folder)
    print_table("kind", sorted(kinds, key=KINDS.index), results, lambda m: m.kind)
    print(f"\n{sum(r.timed_out for r in results)} killed because the tests ran out of time")
    survivors = [r.mutant for r in results if r.stage is None]
    print(f"\nsurvivors ({len(survivors)})")
    for mutant in sorted(survivors, key=lambda m: (m.module, m.line)):
        print(f"  {mutant.kind:10}  {mutant}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("places", nargs="*", default=[""], help="folders or files of the package")
    parser.add_argument("--number", type=int, default=50, help="mutants to draw")
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--suite", action="store_true", help="try survivors on the whole suite")
    parser.add_argument("--skip-prose", action="store_true", help="leave sentences unchanged")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    mutants = draw(options)
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:
        for k in range(options.jobs):
            copies.put(scratch_copy(Path(folder, f"copy{k}", "checkout")))
        limits: dict[str, float | None] = {}
        results: list[Result] = []
        try:
            for result in pool.map(partial(try_mutant, copies, limits), mutants):
                results.append(result)
                stage = result.stage or "survived"
                print(f"{len(results):4d} {stage:8}  {result.mutant}", flush=True)
        finally:
            # A draw takes an hour: what was tried before it ended early counts too.
            print_results(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
