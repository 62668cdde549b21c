"""Why the organisation measures what it measures."""
