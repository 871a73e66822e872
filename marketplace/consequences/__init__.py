"""What follows from a sanction on the upper floors: sellers are told, money is held,
running learners are listed for transfer. And what follows from its end.

The refusals themselves need none of this: every request asks (partners/standing). A run
works off the rest in the background, in batches, and can be killed anywhere.
"""
