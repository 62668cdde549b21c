"""Use cases over several rooms, and the tasks that run in the background."""
