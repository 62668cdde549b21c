"""Journeys as a list, as a map, and in the making."""
