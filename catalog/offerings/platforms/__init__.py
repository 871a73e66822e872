"""What institutions propose to a platform, and its answers."""
