"""Replies that should not be there: who says so, who looks, and what the institution
may say against it. The same steps as for a review, by the same people."""
