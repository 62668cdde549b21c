"""What may be asked, and the counts that a question stands on."""
