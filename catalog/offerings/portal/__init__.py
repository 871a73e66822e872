"""The pages on which institutions and platforms agree on prices and commissions."""
