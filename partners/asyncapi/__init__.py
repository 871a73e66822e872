"""How events describe themselves: the AsyncAPI 3 document, and a page for developers.

Both are made from the event classes. openapi/event-schemas.json remembers the schema of
every version of every topic; a class that no longer fits its version is refused there.
"""
