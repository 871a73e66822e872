"""The trainers of institutions: who they are, what they may teach, and until when.

Names and ways to reach them are personal data, sealed and masked; a course or a run
names a trainer by id. Rules: docs/rules/trainers.md.
"""

from catalog.trainers.models import Trainer, TrainerCertificate, TrainerState

__all__ = ["Trainer", "TrainerCertificate", "TrainerState"]
