"""Evidence, and sending an application."""
