"""Where are we today: scores with their intervals."""
