"""Reading form fields with brackets back into nested parameters."""

from typing import Any

from marketplace.payments.simulator.errors import invalid


def unflatten(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """`metadata[order_id]=1` as `{"metadata": {"order_id": "1"}}`; lists stay flat.

    Raises ApiError 400 for a name that is given twice or is badly formed.
    """
    tree: dict[str, Any] = {}
    for name, value in pairs:
        outer, bracket, inner = name.partition("[")
        if not bracket:
            _put(tree, name, value, name)
        elif inner.endswith("]") and "[" not in inner and outer:
            group = tree.setdefault(outer, {})
            if not isinstance(group, dict):
                raise invalid(f"{outer} is given in two ways.", param=outer)
            _put(group, inner[:-1], value, name)
        else:
            raise invalid(f"{name} is badly formed.", param=name)
    return tree


def _put(target: dict[str, Any], key: str, value: str, name: str) -> None:
    if key in target:
        raise invalid(f"{name} is given twice.", param=name)
    target[key] = value
