"""What an organisation sees and says of its own ties."""
