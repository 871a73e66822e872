"""What is sold: courses, the schedules they run on, and offerings on platforms.

Institutions bring courses in through `catalog.imports`, which reads what they publish
and reports what it doubts. Regions are here too, because places are where courses run.
"""
