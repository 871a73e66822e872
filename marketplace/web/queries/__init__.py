"""What each page shows, read in a handful of statements and put into plain values."""
