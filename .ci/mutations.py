"""The nine kinds of small changes to a module, each as a replacement in its syntax tree."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

KINDS = (
    "return",
    "arithmetic",
    "comparison",
    "boundary",
    "constant",
    "negation",
    "string",
    "swap",
    "deletion",
)
Variants = Iterator[tuple[str, ast.AST]]

ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
# Fields that have no effect when the program runs, or that every test would notice.
SKIPPED_FIELDS = {"annotation", "returns", "decorator_list", "type_params"}
TYPE_FORMS = {"Annotated", "Literal", "NDArray", "NewType", "TypeVar", "cast"}
SKIPPED_TARGETS = {"__all__", "__slots__"}
PROSE_WORDS = 3

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True, slots=True)
class Mutation:
    """A replacement of one node: `parent.field`, or `parent.field[position]`."""

    kind: str
    parent: ast.AST
    field: str
    position: int | None
    node: ast.AST
    replacement: ast.AST

    @property
    def line(self) -> int:
        return int(getattr(self.node, "lineno", 0))

    def put(self, node: ast.AST) -> None:
        """Set the place of the mutation to `node`."""
        if self.position is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.position] = node


def mutations(tree: ast.Module, prose: bool = True) -> list[Mutation]:
    """All mutations of a module in a fixed order; without those of sentences if not `prose`."""
    return [
        Mutation(kind, parent, field, position, node, ast.fix_missing_locations(replacement))
        for parent, field, position, node in _places(tree)
        for kind, replacement in _variants(field, node)
        if prose or not _is_prose(node)
    ]


def mutated(tree: ast.Module, mutation: Mutation) -> str:
    """The source text of the module with one mutation; the tree is left as it was."""
    mutation.put(mutation.replacement)
    try:
        return ast.unparse(tree) + "\n"
    finally:
        mutation.put(mutation.node)


def _places(parent: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(parent):
        if field in SKIPPED_FIELDS:
            continue
        for position, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and not _is_skipped(node):
                yield parent, field, position, node
                yield from _places(node)


def _is_skipped(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(ast.Constant()):
            return True
        case ast.If(ast.Name("TYPE_CHECKING")) | ast.If(ast.Compare(ast.Name("__name__"))):
            return True
        case ast.Assign([ast.Name(name), *_]):
            return name in SKIPPED_TARGETS
        case ast.Subscript(ast.Name(name)) | ast.Call(ast.Name(name)):
            return name in TYPE_FORMS
    return False


def _is_prose(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and len(text.split()) >= PROSE_WORDS


def _variants(field: str, node: ast.AST) -> Variants:
    if isinstance(node, ast.stmt):
        yield from _statements(node)
    elif isinstance(node, ast.expr):
        yield from _expressions(node)
        if field in {"test", "ifs"}:
            yield "negation", _negation(node)


def _statements(node: ast.stmt) -> Variants:
    match node:
        case ast.Return(value) if value is not None and ast.unparse(value) != "None":
            yield "return", ast.Return(ast.Constant(None))
        case ast.AugAssign(target, op, value):
            if type(op) in ARITHMETIC:
                yield "arithmetic", ast.AugAssign(target, ARITHMETIC[type(op)](), value)
            yield "deletion", ast.Pass()
        case ast.Expr(ast.Call()) | ast.Raise() | ast.If(orelse=[]):
            yield "deletion", ast.Pass()


def _expressions(node: ast.expr) -> Variants:
    match node:
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC:
            yield "arithmetic", ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.UnaryOp(ast.USub(), operand):
            yield "arithmetic", operand
        case ast.Compare():
            yield from _comparisons(node)
        case ast.Constant(value):
            yield from _constants(value)
        case ast.BoolOp(op, values):
            yield "swap", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for k in range(len(values)):
                rest = values[:k] + values[k + 1 :]
                yield "deletion", ast.BoolOp(op, rest) if len(rest) > 1 else rest[0]
        case ast.Call():
            yield from _calls(node)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from _without_condition(node)


def _negation(node: ast.expr) -> ast.expr:
    match node:
        case ast.UnaryOp(ast.Not(), operand):
            return operand
    return ast.UnaryOp(ast.Not(), node)


def _comparisons(node: ast.Compare) -> Variants:
    for kind, changes in (("comparison", COMPARISON), ("boundary", BOUNDARY)):
        for k, op in enumerate(node.ops):
            if type(op) in changes:
                ops = [*node.ops[:k], changes[type(op)](), *node.ops[k + 1 :]]
                yield kind, ast.Compare(node.left, ops, node.comparators)


def _constants(value: object) -> Variants:
    match value:
        case bool():
            yield "constant", ast.Constant(not value)
        case int():
            yield "constant", ast.Constant(value + 1)
        case float():
            yield "constant", ast.Constant(1.35 * value if value else 1.0)
        case str():
            yield "string", ast.Constant(f"XX{value}")


def _calls(node: ast.Call) -> Variants:
    for k, (first, second) in enumerate(pairwise(node.args)):
        same = ast.dump(first) == ast.dump(second)
        if not same and not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred):
            args = [*node.args[:k], second, first, *node.args[k + 2 :]]
            yield "swap", ast.Call(node.func, args, node.keywords)
    for k in range(len(node.keywords)):
        keywords = node.keywords[:k] + node.keywords[k + 1 :]
        yield "deletion", ast.Call(node.func, node.args, keywords)


def _without_condition(node: Comprehension) -> Variants:
    for g, generator in enumerate(node.generators):
        for k in range(len(generator.ifs)):
            variant = copy.copy(node)
            without = copy.copy(generator)
            without.ifs = generator.ifs[:k] + generator.ifs[k + 1 :]
            variant.generators = [*node.generators[:g], without, *node.generators[g + 1 :]]
            yield "deletion", variant
