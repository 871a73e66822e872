"""How often somebody may fail before we stop listening for a while.

A rule counts failures of one kind under one key: an address, or an address together
with a client. Who crosses it is refused, longer each time, and the operator is told.
Keys are blind indexes, so the table says nothing about who it was.
"""
