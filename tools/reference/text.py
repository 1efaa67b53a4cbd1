"""How do the pages say things of the code? Shared by all of them."""

from __future__ import annotations

import inspect
from typing import Any, Final

import msgspec

MADE: Final = "`python -m tools.reference` writes it anew; a test fails when it is out of date."


def head(title: str, source: str) -> list[str]:
    """Return the first lines of a page."""
    return [f"# {title}", "", f"Made from {source}.", MADE, ""]


def sentence_of(thing: type[Any]) -> str:
    """Return the first paragraph of a class's docstring on one line."""
    said = inspect.getdoc(thing) or ""
    return " ".join(said.split("\n\n", maxsplit=1)[0].split())


def rest_of(thing: type[Any]) -> str:
    """Return what a docstring says after its first paragraph, on one line."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[2].split())


def fields_of(kind: type[msgspec.Struct], *, without: frozenset[str] = frozenset()) -> str:
    """Return a struct's fields with their types, as one cell of a table."""
    found = []
    for field in msgspec.structs.fields(kind):
        if field.name in without:
            continue
        optional = field.default is not msgspec.NODEFAULT
        optional = optional or field.default_factory is not msgspec.NODEFAULT
        found.append(f"`{field.encode_name}{'?' if optional else ''}` {type_name(field.type)}")
    return ", ".join(found) or "none"


def type_name(kind: object) -> str:
    """Return a type in words that need no Python: `int or null`, `list of text`."""
    info = msgspec.inspect.type_info(kind)
    return _said(info)


def cell(text: str) -> str:
    """Return a text that does not break a table."""
    return text.replace("|", "\\|")


_PLAIN: Final[dict[type[msgspec.inspect.Type], str]] = {
    msgspec.inspect.StrType: "text",
    msgspec.inspect.IntType: "int",
    msgspec.inspect.BoolType: "bool",
    msgspec.inspect.FloatType: "number",
    msgspec.inspect.NoneType: "null",
    msgspec.inspect.AnyType: "anything",
    msgspec.inspect.RawType: "anything",
}


def _said(info: msgspec.inspect.Type) -> str:
    plain = _PLAIN.get(type(info))
    if plain is not None:
        return plain
    if isinstance(info, msgspec.inspect.UnionType):
        return " or ".join(_said(one) for one in info.types)
    if isinstance(info, msgspec.inspect.StructType):
        return f"[{info.cls.__name__}](#{info.cls.__name__.lower()})"
    if isinstance(info, msgspec.inspect.VarTupleType):
        return f"list of {_said(info.item_type)}"
    if isinstance(info, msgspec.inspect.TupleType):
        return f"pair of {' and '.join(_said(one) for one in info.item_types)}"
    if isinstance(info, msgspec.inspect.DictType):
        return f"{_said(info.value_type)} by {_said(info.key_type)}"
    raise TypeError(info)
