"""What is done about what was found: improvements with an owner and a day."""
