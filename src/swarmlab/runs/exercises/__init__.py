"""The labs of remark decks, done on nodes: each action of each exercise, and what came of it.

``plan`` lists what is to be done, ``perform`` does one action after the other in ``panes`` of
the first node, ``deck_run`` brings the nodes up and takes them down. The dialect is that of
container.training, whose own driver is its ``slides/autopilot/autotest.py``.
"""
