"""A class: what its instructor sees and does, and what reaches a learner.

All of it goes through the progress file. The instructor's program reads every run there and
writes to the *board*; a learner's program reads the board about twice a second. What changes
nodes is asked of the program that holds the run, or done by whoever takes it.
"""
