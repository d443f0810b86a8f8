"""Where things live: what import-linter cannot see, read from the source text."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "rtxoutcomes"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES_OF_A_MODULE = 300
MOST_LINES_OF_A_FUNCTION = 40
NAMES_OF_NO_IDEA = {"utils", "util", "helpers", "helper", "common", "misc"}

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
    """Whether a module holds a docstring, imports and `__all__`, and nothing to test."""
    return all(
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
        for node in tree(module).body
    )


def imports_the_root(module: Path) -> bool:
    return any(
        (isinstance(node, ast.ImportFrom) and node.module == "rtxoutcomes")
        or (isinstance(node, ast.Import) and any(a.name == "rtxoutcomes" for a in node.names))
        for node in ast.walk(tree(module))
    )


def code_lines(function: Function, lines: list[str]) -> int:
    """Lines of the body that hold code: no docstring, no comment, nothing blank."""
    documented = isinstance(function.body[0], ast.Expr) and ast.get_docstring(function) is not None
    body = function.body[1:] if documented else function.body
    if not body:
        return 0
    text = (line.strip() for line in lines[body[0].lineno - 1 : function.end_lineno])
    return sum(bool(line) and not line.startswith("#") for line in text)


@pytest.mark.parametrize("module", MODULES, ids=inside)
def test_every_module_has_its_test_file(module: Path) -> None:
    if module.name == "__init__.py" and has_only_imports(module):
        return

    folder = ROOT / "tests" / module.parent.relative_to(PACKAGE)

    assert (folder / f"test_{module.stem.strip('_')}.py").is_file()


@pytest.mark.parametrize("module", MODULES, ids=inside)
def test_no_module_but_the_command_line_imports_the_root(module: Path) -> None:
    # The root hands out names from everywhere, so that whoever imports it closes a circle.
    assert not imports_the_root(module) or inside(module) in {"cli/app.py", "cli/ingest.py"}


def test_only_validation_makes_a_cohort() -> None:
    assert set(callers("Cohort")) == {"validate/cohort.py"}


def test_only_disclosure_control_releases() -> None:
    assert set(callers("Released")) == {"disclose.py"}


def test_no_module_is_named_for_no_idea() -> None:
    assert not [inside(module) for module in MODULES if module.stem in NAMES_OF_NO_IDEA]


@pytest.mark.parametrize("module", MODULES, ids=inside)
def test_a_module_and_its_functions_stay_short(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").splitlines()
    functions = [node for node in ast.walk(tree(module)) if isinstance(node, Function)]

    assert len(lines) <= MOST_LINES_OF_A_MODULE
    assert not [f.name for f in functions if code_lines(f, lines) > MOST_LINES_OF_A_FUNCTION]
