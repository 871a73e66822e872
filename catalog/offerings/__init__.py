"""How a course comes to a platform: the institution proposes, the platform decides.

What was agreed is the `Offering` of catalog/courses, which buyers see. Rules:
docs/rules/offerings.md.
"""
