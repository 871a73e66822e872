"""Reports of visits that are not finished."""
