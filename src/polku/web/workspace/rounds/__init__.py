"""Rounds by mail: whom, when, what became of it, and the rules of contact."""
