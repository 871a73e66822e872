"""What an institution sees of visits: findings, once somebody was there."""
