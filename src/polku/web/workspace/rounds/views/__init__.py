"""Pages of rounds, one module a step."""
