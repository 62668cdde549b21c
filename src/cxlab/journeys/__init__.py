"""Journeys as they happened and as they were planned: graph, variants, timing, alignment, deviations, memory."""
