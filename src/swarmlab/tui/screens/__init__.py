"""The learner's screens; each has its look in the .tcss beside it."""
