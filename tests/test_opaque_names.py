"""Names of a study file and of rows are opaque: composed in one place, and taken apart in none.

Read from the source text, since no test of behaviour can show that a name is never looked into.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "rtxoutcomes"
RESULTS = PACKAGE / "results"
REFERENCES = PACKAGE / "text" / "references.py"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if RESULTS not in p.parents and p != REFERENCES)
BELOW = [
    module
    for module in MODULES
    if module.relative_to(PACKAGE).parts[0]
    in {"presentation", "tables", "figures", "text", "publish", "disclose.py", "release"}
]
NAMES = {"endpoint", "quantity", "model", "method", "level", "choice", "channel", "activity"}
STRING_METHODS = {
    name for name in dir(str) if not name.startswith("_") and name not in {"index", "count"}
}
PATTERNS = {"match", "fullmatch", "search", "findall", "finditer", "sub", "split"}
KEYS = ("quantity", "measure", "model", "choice", "level", "method_key")


def inside(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def is_name_of_a_row(node: ast.AST) -> bool:
    """`row.endpoint`, `frame["endpoint"]`, and `frame["endpoint"].str`."""
    if isinstance(node, ast.Attribute):
        return node.attr in NAMES or (node.attr == "str" and is_name_of_a_row(node.value))
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value in NAMES
    return False


def looks_into(node: ast.AST) -> bool:
    """Whether a call or a slice takes the name of a row apart."""
    if isinstance(node, ast.Call):
        call = node.func
        if isinstance(call, ast.Attribute) and is_name_of_a_row(call.value):
            return call.attr in STRING_METHODS
        pattern = isinstance(call, ast.Attribute) and call.attr in PATTERNS
        return pattern and any(map(is_name_of_a_row, node.args))
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return is_name_of_a_row(node.value)
    return False


def reads_term(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "term"
    return isinstance(node, ast.Constant) and node.value == "term"


def is_built(value: ast.AST) -> bool:
    """Whether a value is put together from text: by an f-string, `+`, `%`, join or format."""
    for node in ast.walk(value):
        if isinstance(node, ast.JoinedStr):
            return True
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            texts = (node.left, node.right)
            if any(isinstance(t, ast.Constant) and isinstance(t.value, str) for t in texts):
                return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            text = isinstance(node.func.value, ast.Constant)
            if node.func.attr == "join" or (node.func.attr == "format" and text):
                return True
    return False


def built_keys(module: ast.Module) -> Iterator[int]:
    """Lines at which a key of a row is given a value that is put together from text."""
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg in KEYS and is_built(node.value):
            yield node.value.lineno
        if isinstance(node, ast.Assign):
            named = [pair for target in node.targets for pair in assigned(target, node.value)]
            if any(name in KEYS and is_built(value) for name, value in named):
                yield node.lineno


def assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Each name of an assignment with its value."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from assigned(one, other)
    elif isinstance(target, ast.Name):
        yield target.id, value


@pytest.mark.parametrize("module", BELOW, ids=inside)
def test_nothing_below_the_results_reads_a_term(module: Path) -> None:
    assert not [ast.unparse(n) for n in ast.walk(tree(module)) if reads_term(n)]


@pytest.mark.parametrize("module", MODULES, ids=inside)
def test_nothing_looks_into_the_name_of_a_row(module: Path) -> None:
    assert not [ast.unparse(n) for n in ast.walk(tree(module)) if looks_into(n)]


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=inside)
def test_no_key_of_a_row_is_built_from_text(module: Path) -> None:
    assert not list(built_keys(tree(module)))


@pytest.mark.parametrize(
    "code",
    [
        'row.endpoint.removeprefix("engagement_")',
        'row.method.partition(";")[0]',
        'frame["endpoint"].str.startswith("x")',
        're.search("landmark", row.method)',
        "row.method[:5]",
        're.sub(a, b, frame["quantity"])',
    ],
)
def test_taking_a_name_apart_is_seen(code: str) -> None:
    assert any(map(looks_into, ast.walk(ast.parse(code))))


@pytest.mark.parametrize(
    "code",
    [
        'row(quantity=f"risk_{month}")',
        'row(level="a" + b)',
        'level = "landmark %s" % month',
        'row(choice=" ".join(parts))',
        'model = "lag {}".format(lag)',
        'level, month = f"{score}_baseline", 3',
    ],
)
def test_building_a_key_is_seen(code: str) -> None:
    assert list(built_keys(ast.parse(code)))


@pytest.mark.parametrize("code", ["row(quantity=Quantity.RISK)", "level = str(place + 1)"])
def test_a_member_or_one_value_as_text_is_no_key_built(code: str) -> None:
    assert not list(built_keys(ast.parse(code)))
