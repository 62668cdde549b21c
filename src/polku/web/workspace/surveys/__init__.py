"""Surveys: made, read, published."""
