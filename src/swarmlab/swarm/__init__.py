"""What a swarm says of itself: snapshots, join tokens, and the link it is read through."""
