"""The pages of journeys: the list, the map with its scores, and drawing it."""
