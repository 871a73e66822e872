"""What an institution sees and does while its courses are judged."""
