"""The organisation, its members and the audit."""
