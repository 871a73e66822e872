"""What a demo starts with: real courses, regions and partners, and invented people.

Only the people, schedules and seats are made up, because no data of real people may be
shipped and the published lists hold no schedules. The same seed makes the same people.
"""
