"""The event feed: GET /v1/events, for partners who poll instead of taking webhooks.

It shows an organisation the numbered events in whose audience it is, in the order of
their sequence. A reader who has read up to a number has read all up to it.
"""
