"""A talk: its slides, its notes on a second terminal, and a node's shell."""
