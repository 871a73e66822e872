"""What the operator's staff do with applications."""
