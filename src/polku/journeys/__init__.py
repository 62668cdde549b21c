"""What a customer goes through: journeys, phases, touchpoints, observed events."""
