"""How dates look where Django's own choice is American: day, month in words, year."""
