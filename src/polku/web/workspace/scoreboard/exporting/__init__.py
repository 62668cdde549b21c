"""A view of the scoreboard as a file: the same figures, with everything written in that is needed to read them."""
