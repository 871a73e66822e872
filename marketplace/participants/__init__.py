"""People who take part: their accounts' personal side and their identity data.

A participant is the person behind an account; both share one id. Identity numbers and
ways to reach a person are sealed at rest and masked wherever they are shown.
"""
