"""The instructor's screen: a class as a grid, one learner opened beside it."""
