"""What we ask, under which promise, and what was answered."""
