"""Count a log: which status codes stand in it, how often, and what to make of them."""
