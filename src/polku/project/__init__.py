"""How the product is put together on a machine: settings, addresses, the server's entry."""
