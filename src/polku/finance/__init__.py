"""Revenue by account and period."""
