"""What the AsyncAPI document says in words."""

from partners.asyncapi.examples import EXAMPLE_SECRET

ABOUT = f"""\
What happens on the platform is told to the organisations that it concerns: pushed to
their webhook endpoints, and in the same words at `GET /v1/events` for those who poll.

An event arrives at least once. `webhook-id` stays the same when it is sent again;
`sequence` and `object.version` count without gaps in your organisation's log, so that
you see what is missing and what is old. Ignore types, versions and members that you do
not know.

The examples are signed with the secret `{EXAMPLE_SECRET}`, over the payload as JSON
without blanks.
"""

WEBHOOKS = """\
The addresses that you register at `/v1/webhook-endpoints`. Verify the signature over
the bytes as they came, answer 2xx within 15 seconds, and do the work later. Anything
else is tried again over three days.
"""

FEED = """\
The events that concern your organisation, oldest first and without gaps. Ask again with
`after` set to the last sequence that you have read.
"""
