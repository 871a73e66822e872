"""A payment partner to try the platform on: a small program with a Stripe-style API.

It runs as a process of its own (`python -m marketplace.payments.simulator`) and nothing
imports it, so that the platform meets it as it meets a real partner: over HTTP alone.
It keeps the promises real partners make about idempotency, and breaks down on request.
"""
