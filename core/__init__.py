"""The ground floor: what every domain stands on, and knows no domain.

Settings, the database and its transactions, the clock, ids, typed refusals, the
double-entry ledger, the event log, background jobs, encryption of personal data and
the audit trail. Nothing here imports from another floor.
"""
