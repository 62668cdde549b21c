"""Views of journeys: the list, the map, its arrangement, phases and touchpoints."""
