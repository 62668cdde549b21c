"""The pages of those who answer: small, public, without needing JavaScript."""
