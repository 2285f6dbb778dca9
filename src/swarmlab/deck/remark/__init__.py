"""Decks in remark's Markdown, as container.training writes them, into the model."""

from swarmlab.deck.remark.reading import ParsedDeck, read_deck

__all__ = ["ParsedDeck", "read_deck"]
