"""Who may do what, what was done, and what the organisation has settled."""
