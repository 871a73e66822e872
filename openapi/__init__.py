"""The HTTP contract: how the API describes itself, says no, pages and replays.

Problem details, cursor pagination, idempotency keys, declared scopes, the documentation
pages and the published openapi.json. Knows HTTP and no domain.
"""
