"""What everybody may read of courses: their published revisions."""
