"""The pages on which a partner's staff look after their webhooks.

They do what the API does, by the same services: endpoints and their state, the log of
each delivery, pause, test, replay, rotation of the secret.
"""
