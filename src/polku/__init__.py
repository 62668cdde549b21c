"""The product: the whole loop of customer experience management in one place."""
