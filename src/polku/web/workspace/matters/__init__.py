"""The page What matters most?: which questions go with an outcome, and what to do first."""
