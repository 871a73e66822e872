"""What everybody may know: by which rules is visited, and what was committed to."""
