"""Nested parameters as a Stripe-style partner reads them: form fields with brackets."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

Scalar = str | int | bool | None
Nested = Scalar | Mapping[str, "Nested"] | Sequence["Nested"]


def encode_form(parameters: Mapping[str, Nested]) -> bytes:
    """The request body: `metadata[order_id]=1`, `expand[]=a`, `items[0][price]=5`.

    The order of the parameters is kept, so that equal input gives equal bytes and a
    retry repeats the first attempt exactly.
    """
    return urlencode(list(flatten(parameters))).encode("ascii")


def flatten(parameters: Mapping[str, Nested]) -> Iterator[tuple[str, str]]:
    """The field names and values of nested parameters, in order.

    A list of plain values uses `[]`, a list with structure in it an index. Raises
    TypeError for a value with no exact notation, such as a float.
    """
    for name, value in parameters.items():
        yield from _fields(name, value)


def _fields(name: str, value: Nested) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _fields(f"{name}[{key}]", inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        plain = all(_is_plain(item) for item in value)
        for index, inner in enumerate(value):
            yield from _fields(f"{name}[]" if plain else f"{name}[{index}]", inner)
    else:
        yield name, _plain(value)


def _is_plain(value: Nested) -> bool:
    return value is None or isinstance(value, str | int)


def _plain(value: object) -> str:
    if value is None:
        return ""  # An empty string is how a field is unset.
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no notation in a form.")
