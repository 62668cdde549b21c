"""Live reads over several rooms: what stands in the store now, made into figures or laid side by side."""
