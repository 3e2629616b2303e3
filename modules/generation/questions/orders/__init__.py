"""How a wish changes an order, so that the result can be sent as it is."""
