"""What the operator sees of the judging of courses, and what it sets."""
