"""What stands behind the insight into journeys that really happened: the log, what was answered, what it compares."""
