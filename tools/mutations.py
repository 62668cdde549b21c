"""Decides in which places a module can be broken, and how: a sign, a comparison, a constant, a statement left out."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OTHER: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "argmin": "argmax", "argmax": "argmin"}


@dataclass(frozen=True)
class Mutant:
    """One change: where, what, how to make it; ``number`` tells apart the same change in one function."""

    place: str
    change: str
    number: int
    line: int
    whole: ast.Module
    put: Callable[[], Callable[[], None]]

    @property
    def name(self) -> str:
        """What it is known by as long as its function stands."""
        return f"{self.place} | {self.change} | {self.number}"

    @property
    def tree(self) -> ast.Module:
        """The changed module: the change is made, the tree copied, the change taken back."""
        undo = self.put()
        changed = ast.fix_missing_locations(copy.deepcopy(self.whole))
        undo()
        return changed


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its text; types, decorators, documentation, error texts stay."""
    found: list[Mutant] = []
    seen: Counter[tuple[str, str]] = Counter()
    tree = ast.parse(source)
    for place, node, parent in _places(tree):
        for old, new, put in _changes(node, parent):
            change = f"{old} -> {new}"
            seen[place, change] += 1
            found.append(Mutant(place, change, seen[place, change], node.lineno, tree, put))
    return found


def _places(tree: ast.Module) -> Iterator[tuple[str, ast.AST, ast.AST]]:
    def walk(node: ast.AST, place: str) -> Iterator[tuple[str, ast.AST, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            if _whole(child, node):
                continue
            inside = place
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inside = f"{place}.{child.name}" if place else child.name
            if hasattr(child, "lineno"):
                yield inside or "module", child, node
            yield from walk(child, inside)

    yield from walk(tree, "")


def _whole(child: ast.AST, parent: ast.AST) -> bool:
    """Whether nothing below is to be changed."""
    match child:
        case ast.Import() | ast.ImportFrom() | ast.Raise() | ast.JoinedStr() | ast.Assert():
            return True
        case ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(value=ast.Subscript(value=ast.Name(id="Literal" | "NDArray" | "tuple" | "dict" | "list"))):
            return True
    if isinstance(parent, ast.FunctionDef | ast.ClassDef) and child in parent.decorator_list:
        return True
    return child in {getattr(parent, "annotation", None), getattr(parent, "returns", None)}


def _changes(node: ast.AST, parent: ast.AST) -> Iterator[tuple[str, str, object]]:
    was = ast.unparse(node).split("\n")[0] if isinstance(node, ast.expr | ast.stmt) else ""
    for holder, field, other in _swaps(node):
        yield was, _with(node, holder, field, other), lambda h=holder, f=field, o=other: _put(h, f, o)
    if isinstance(node, ast.stmt) and _deletable(node, parent):
        for _, value in ast.iter_fields(parent):
            if isinstance(value, list) and node in value:
                at = value.index(node)
                yield was, "pass", lambda v=value, k=at: _put(v, k, ast.Pass())


def _swaps(node: ast.AST) -> Iterator[tuple[object, str | int, object]]:
    """What can be put elsewhere in the node: holder, field or place, new value."""
    if isinstance(node, ast.Compare):
        for at, sign in enumerate(node.ops):
            yield from ((node.ops, at, other()) for other in OTHER[type(sign)])
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in OTHER:
        yield from ((node, "op", other()) for other in OTHER[type(node.op)])
    elif isinstance(node, ast.Constant):
        yield from ((node, "value", other) for other in _other_values(node.value))
    elif isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Compare):
        yield node, "test", ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in CALLED:
            yield node.func, "id" if isinstance(node.func, ast.Name) else "attr", CALLED[name]


def _other_values(value: object) -> tuple[object, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int | float):
        return (value + 1,)
    return (f"XX{value}",) if isinstance(value, str) else ()


def _deletable(node: ast.stmt, parent: ast.AST) -> bool:
    in_function = not isinstance(parent, ast.Module | ast.ClassDef)
    return in_function and isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.Break | ast.Continue)


def _put(holder: object, field: str | int, value: object) -> object:
    if isinstance(field, int):
        before, holder[field] = holder[field], value
        return lambda: holder.__setitem__(field, before)
    before = getattr(holder, field)
    setattr(holder, field, value)
    return lambda: setattr(holder, field, before)


def _with(node: ast.AST, holder: object, field: str | int, value: object) -> str:
    undo = _put(holder, field, value)
    text = ast.unparse(ast.fix_missing_locations(node)).split("\n")[0]
    undo()
    return text
