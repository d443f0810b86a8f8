"""The layout of the package: rules that import-linter cannot check, read from the source text."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "rtxoutcomes"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 40
# Nine in ten functions have at most this many.
USUAL_FUNCTION_LINES = 25
PUBLIC_PACKAGES = ("analysis", "estimate", "figures", "tables")
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def inside(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def callers(name: str) -> list[str]:
    """Modules that call `name(...)`, however they imported it."""
    return [
        inside(module)
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and name in (getattr(node.func, "id", None), getattr(node.func, "attr", None))
    ]


def has_only_imports(module: Path) -> bool:
    """Whether a module has a docstring, imports, `__all__` and `__dir__`, and nothing to test."""
    return all(
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
        or (isinstance(node, ast.FunctionDef) and node.name == "__dir__")
        for node in tree(module).body
    )


def public_names(module: Path) -> set[str]:
    """Names that a package defines, or imports without using them itself."""
    names, used = set(), set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            used.add(node.id)
    defined = {n.name for n in tree(module).body if isinstance(n, Function | ast.ClassDef)}
    return {name for name in (names - used) | defined if not name.startswith("_")}


def imports_the_root(module: Path) -> bool:
    return any(
        (isinstance(node, ast.ImportFrom) and node.module == "rtxoutcomes")
        or (isinstance(node, ast.Import) and any(a.name == "rtxoutcomes" for a in node.names))
        for node in ast.walk(tree(module))
    )


def code_lines(function: Function, lines: list[str]) -> int:
    """Lines of the body other than the docstring, comments and blank lines."""
    documented = isinstance(function.body[0], ast.Expr) and ast.get_docstring(function) is not None
    body = function.body[1:] if documented else function.body
    if not body:
        return 0
    text = (line.strip() for line in lines[body[0].lineno - 1 : function.end_lineno])
    return sum(bool(line) and not line.startswith("#") for line in text)


def functions(module: Path) -> dict[str, int]:
    """Code lines of each function of a module."""
    lines = module.read_text(encoding="utf-8").splitlines()
    nodes = [node for node in ast.walk(tree(module)) if isinstance(node, Function)]
    return {f"{node.name}, line {node.lineno}": code_lines(node, lines) for node in nodes}


@pytest.mark.parametrize("module", MODULES, ids=inside)
def test_every_module_or_its_folder_has_tests_of_the_same_name(module: Path) -> None:
    if module.name == "__init__.py" and has_only_imports(module):
        return

    folder = ROOT / "tests" / module.parent.relative_to(PACKAGE)
    name = module.stem.strip("_")

    assert (
        (folder / f"test_{name}.py").is_file()
        or list((folder / name).glob("test_*.py"))
        or (module.parent != PACKAGE and (folder.parent / f"test_{folder.name}.py").is_file())
    )


@pytest.mark.parametrize("module", MODULES, ids=inside)
def test_no_module_but_the_command_line_imports_the_root(module: Path) -> None:
    # The root offers names of all rooms, so that importing it from one of them closes a cycle.
    assert not imports_the_root(module) or inside(module).startswith("cli/")


def test_only_validation_makes_a_cohort() -> None:
    assert set(callers("Cohort")) == {"validate/cohort.py"}


def test_only_disclosure_control_makes_released_results() -> None:
    assert set(callers("Released")) == {"disclose.py"}


def test_no_module_has_a_vague_name() -> None:
    assert not [inside(module) for module in MODULES if module.stem in VAGUE_NAMES]


@pytest.mark.parametrize("module", MODULES, ids=inside)
def test_a_module_and_its_functions_stay_short(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= MAX_MODULE_LINES
    assert not [name for name, size in functions(module).items() if size > MAX_FUNCTION_LINES]


def test_nine_in_ten_functions_are_of_usual_length() -> None:
    sizes = [size for module in MODULES for size in functions(module).values()]

    assert sum(size <= USUAL_FUNCTION_LINES for size in sizes) >= 0.9 * len(sizes)


@pytest.mark.parametrize("name", PUBLIC_PACKAGES)
def test_a_package_lists_its_public_names_and_no_others(name: str) -> None:
    package = import_module(f"rtxoutcomes.{name}")

    assert public_names(PACKAGE / name / "__init__.py") == set(package.__all__)
    assert dir(package) == sorted(package.__all__)
