"""Files that come in: brought, looked at, decided on, landed and undone."""
