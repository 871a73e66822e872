"""Organisations and the people who sign in: standing, accounts, OAuth, webhooks.

Knows who may act and for whom; knows nothing of courses or money.
"""
