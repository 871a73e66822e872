"""What the sanctioned organisation itself sees and says."""
