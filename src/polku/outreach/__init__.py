"""Asking by mail: rounds, the contact rules that hold messages back, and the outbox."""
