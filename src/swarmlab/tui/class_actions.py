"""What an instructor can do; capitals change something that learners notice."""

from __future__ import annotations

from swarmlab.tui.action import Action, Where

CLASS = frozenset({Where.CLASS})

CLASS_ACTIONS = (
    Action("learner_up", ("up",), "↑", "learner", "The learner above.", CLASS, 3),
    Action("learner_down", ("down",), "↓", "learner", "The learner below.", CLASS, 3),
    Action("page_learners_up", ("pageup",), "pgup", "page", "A page of learners up.", CLASS, 9),
    Action("page_learners_down", ("pagedown",), "pgdn", "page", "A page of learners down.",
           CLASS, 9),
    Action("first_learner", ("home",), "home", "first",
           "Who needs help first.", CLASS, 9),
    Action("last_learner", ("end",), "end", "last", "The last learner.", CLASS, 9),
    Action("open_learner", ("enter",), "enter", "open",
           "Open the learner: question, slide, tasks, shells; where you take part, type.",
           CLASS, 1),
    Action("close_learner", ("escape",), "esc", "back",
           "Back to the whole class; a shell in view is watched no more.", CLASS, 9),
    Action("watch_shell", tuple("123456789"), "1-9", "shell",
           "Look at that shell of the learner, who sees that you do; nothing you type gets there.",
           CLASS, 3),
    Action("class_zoom", ("z",), "z", "larger", "The shell over the whole width, or as it was.",
           CLASS, 9),
    Action("take_part", ("J",), "J", "take part",
           "Ask the learner to let you type into the shell; again, take part no more.", CLASS, 9),
    Action("push_hint", ("H",), "H", "hint", "Show the learner the next hint; it is counted.",
           CLASS, 9),
    Action("message", ("M",), "M", "message", "Write to the learner.", CLASS, 9),
    Action("hand_down", ("D",), "D", "hand down", "The learner's question was answered.",
           CLASS, 9),
    Action("move_learner", ("G",), "G", "move", "Bring the learner to a slide you choose.",
           CLASS, 9),
    Action("message_all", ("A",), "A", "message to all", "Write to every learner.", CLASS, 2),
    Action("class_reset", ("R",), "R", "reset …",
           "Reset a step, a node, the lab, the learner or the class; says how many, and asks.",
           CLASS, 4),
    Action("more_time", ("X",), "X", "add time", "Let nodes live longer: of one, or of all.",
           CLASS, 6),
    Action("lock_chapter", ("L",), "L", "lock chapters",
           "Let nobody enter a chapter, or let them again.", CLASS, 7),
    Action("pause_all", ("F",), "F", "pause for all",
           "Stop every screen for a discussion with a word of yours, or let them go on.",
           CLASS, 5),
    Action("chapter_before", ("left_square_bracket",), "[", "chapter",
           "The chapter before in the grid.", CLASS, 8),
    Action("chapter_after", ("right_square_bracket",), "]", "chapter",
           "The chapter after in the grid.", CLASS, 8),
)  # fmt: skip
