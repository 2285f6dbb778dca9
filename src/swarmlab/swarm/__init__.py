"""What a swarm says of itself: an immutable snapshot, join tokens, and the link it is read through."""
