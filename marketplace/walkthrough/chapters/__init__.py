"""The chapters of the walk, in the order in which `__main__` goes through them."""
