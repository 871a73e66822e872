"""Reviews, and replies to them, that should perhaps not be there: anybody reports one,
the operator looks and decides, whoever wrote it objects once. The steps are the same
for both; a `Kind` says what differs."""
