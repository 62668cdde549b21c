"""Who the customer is: accounts, contacts, their units, roles, segments and consent."""
