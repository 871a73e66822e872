"""Refusals, in the shape this family of partners gives them."""

from typing import Any


class ApiError(Exception):
    """A refusal with its HTTP status. `stored`: it is the lasting answer to the key."""

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        headers: dict[str, str] | None = None,
        stored: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.stored = stored
        members = {"type": kind, "message": message, "code": code, "param": param}
        self.body: dict[str, Any] = {
            "error": {name: value for name, value in members.items() if value}
        }


def invalid(message: str, *, param: str | None = None) -> ApiError:
    """A request that cannot be carried out as it stands; not stored."""
    return ApiError(400, "invalid_request_error", message, param=param)


def missing(message: str, *, param: str | None = None) -> ApiError:
    """An object that does not exist."""
    return ApiError(
        404, "invalid_request_error", message, code="resource_missing", param=param
    )
