"""What the operator sees of monitoring, and what it decides."""
