"""What the operator decides about the clients of other organisations."""
