"""Rich authorization requests (RFC 9396): consent to one act, spelled out.

Instead of scopes a client may ask for one of the types in `types.py`, such as a
purchase at an exact price. The token that comes of it can do that, once, and nothing
else.
"""
