"""Money that leaves the programme: incentives and settlements, paid through partners.

`partner` speaks to a payment partner over HTTP and knows no database.
`simulator` is a payment partner to try it on: a program of its own, never imported.
"""
