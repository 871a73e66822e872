"""What is an institution's reply's own while it is moderated: words and addresses."""
