"""Another class for learners whose class is interrupted: by a sanction of its
institution, or because it was called off.

Each is offered equivalent classes, ranked by the rules in `rules.json`, and changes to
one of them with her money and a seat in one step, or takes her balance back.
"""
