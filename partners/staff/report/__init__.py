"""The access report: who can do what where, and which programs can, at this moment."""
