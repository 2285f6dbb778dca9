"""A lab in lines, played on a fake session."""

from __future__ import annotations

import pytest

from swarmlab.checks.verdict import failed, passed
from swarmlab.errors import StartFailed
from swarmlab.plain.commands import COMMANDS
from swarmlab.plain.lab import PlainLab
from swarmlab.plain.talk import Talk
from swarmlab.runs.events import NodeChanged
from swarmlab.runs.model import Place
from swarmlab.tui import clock
from tests.fakes.session import AT, FakeSession, lab_from
from tests.plain.writing import FakePaper, answered, play
from tests.tui import decks

STEP = decks.LAB.chapters[0].steps[0]
CREATE, ATTACK = decks.CREATE.text.strip(), "docker secret ls"  # type: ignore[union-attr]


def test_a_slide_reads_place_title_units_tasks_in_the_order_of_the_screen() -> None:
    text = play(decks.in_the_middle(decks.session()), "slide")
    parts = (
        "least-privilege > Secrets, slide 2 of 3, step 1 of 2, ",
        "A secret goes only where a task needs it",
        "Unit 1, on manager1:\n    docker service create --quiet --name api \\",
        "  prints:\n    <id>",
        "Unit 2, ATTACK on worker1, must be refused: not-a-manager:\n    docker secret ls",
        "Warning:\n  Root on worker1 can read the secret",
        "Tasks  1 of 4 passed",
        "[x] passed   1 Only nodes of zone secure run api",
        "[X] failed   2 worker2 holds db_password nowhere",
        "    expected: on no path of worker2",
        "    observed: in /run/secrets of task web.1",
        "    on: worker2, since ",
        "    look at: the constraints of service web",
        "[ ] waiting  3 worker1 asked for secrets and was refused",
        "    not tried yet: send the attack above",
        "[-] skipped  4 api answers on its virtual address\n    this kernel has no IPVS",
        "Help here: hint 1 of 2, why, solution.",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_prose_and_tasks_are_wrapped_at_the_width() -> None:
    paper = FakePaper()
    paper.width = 40
    PlainLab(decks.in_the_middle(decks.session()), Talk(paper)).play()
    prose = [line for line in paper.lines if not line.startswith("    ")]
    assert max(map(len, prose)) <= 40


def test_a_unit_is_run_by_number_with_its_output_and_its_end() -> None:
    session = decks.session()
    session.answers[CREATE] = (0, "abc\n")
    session.after[CREATE] = [(1, passed())]
    said = answered(session, "run 1")
    assert said.startswith("Unit 1, on manager1, runs\n  manager1# docker service create")
    assert "\n    abc\n[x] ran, 0.9 s\n" in said
    assert said.endswith("[x] passed   1 Only nodes of zone secure run api\n")


def test_run_goes_on_with_the_next_unit_until_all_have_run() -> None:
    session = decks.session()
    session.answers[ATTACK] = (1, "This node is not a swarm manager.")
    text = play(session, "run", "r", "r")
    assert "[x] refused, as it must be: not-a-manager, 0.9 s" in text
    assert "All units of this slide have run; run N runs one again" in text
    assert "Unit 1, on manager1 (ran 14:30, 0.9 s):" in play(session, "run", "slide")


def test_a_unit_that_fails_says_so_with_its_output_above() -> None:
    session = decks.session()
    session.answers[CREATE] = (1, "no such image\n")
    said = answered(session, "run 1")
    assert "    no such image\n[X] failed: exit 1\n" in said
    assert said.count("no such image") == 1


def test_what_the_kernel_lacks_is_skipped() -> None:
    chapter = decks.SECRETS.replace("{node=manager1}", "{node=manager1 needs=ipvs}", 1)
    session = FakeSession(lab_from(chapter))
    session.move(Place("chapter1", 1))
    session.kernel_lacks = frozenset({"ipvs"})
    assert "[-] skipped: this kernel has no IPVS" in answered(session, "run 1")


def test_power_and_file_units_say_what_they_are_and_do_it() -> None:
    session = decks.session(slide=2)
    text = play(session, "run 1", "run 2")
    assert "Unit 1, POWER of worker2:\n    kill worker2" in text
    assert "Unit 2, on manager1, writes /etc/motd:\n    nothing here" in text
    assert "> run 1\nUnit 1, POWER of worker2\n[x] done" in text
    assert "> run 2\nUnit 2, on manager1, writes /etc/motd\n[x] written: /etc/motd" in text
    assert "power worker2 kill" in session.calls


def test_a_typed_line_runs_in_the_nodes_shell() -> None:
    session = decks.session()
    session.answers["docker node ls"] = (1, "Error: not a manager\n")
    text = play(session, "on worker1 docker node ls", "o manager1 true", "on nowhere true", "on")
    assert "  worker1# docker node ls\n    Error: not a manager\nexit 1\n" in text
    assert "> o manager1 true\n  manager1# true\nexit 0, 0.9 s\n" in text
    assert "[!] there is no node nowhere\nnext step: nodes: manager1, worker1, worker2" in text
    assert "[!] no node is named" in text


def test_what_stands_in_a_list_of_tasks_is_not_told_again() -> None:
    session = decks.session()
    session.look = lambda step: session.set_verdicts(step, {1: passed()})  # type: ignore[method-assign]
    text = play(session, "check", "map")
    assert text.count("[x] passed   1 ") == 2


def test_what_changes_while_an_answer_is_waited_for_is_told_at_once() -> None:
    session, paper = decks.session(), FakePaper("check")
    lab = PlainLab(session, Talk(paper))

    def change(_: str) -> None:
        paper.before = lambda _: None
        session.set_verdicts(STEP, {1: passed()})
        assert paper.lines[-3:] == [
            "> ", "[x] passed   1 Only nodes of zone secure run api", "> ",
        ]  # fmt: skip

    paper.before = change
    lab.play()
    assert "[x] passed   1" in paper.text


def test_what_changes_while_something_runs_is_told_after_it() -> None:
    session = decks.session()
    session.answers["true"] = (0, "out\n")
    paper = FakePaper("on worker1 true")
    lab = PlainLab(session, Talk(paper))
    looked = session.look

    def change(step: object) -> None:
        if "run worker1" in session.calls:
            session.tell(NodeChanged("worker2", alive=False, word="stopped"))
        looked(STEP)

    session.look = change  # type: ignore[method-assign]
    lab.play()
    assert "    out\nexit 0, 0.9 s\nworker2: stopped\n> " in paper.text


def test_a_verdict_of_another_slide_names_it() -> None:
    session, paper = decks.session(slide=2), FakePaper("check")
    lab = PlainLab(session, Talk(paper))

    def change(_: str) -> None:
        paper.before = lambda _: None
        session.set_verdicts(STEP, {1: failed(expected="a", observed="b")})

    paper.before = change
    lab.play()
    assert "[X] failed   1 Only nodes of zone secure run api  (slide 2, A secret goes" in paper.text


def test_a_done_step_says_what_goes_on() -> None:
    session, paper = decks.session(), FakePaper("check")
    lab = PlainLab(session, Talk(paper))

    def change(_: str) -> None:
        paper.before = lambda _: None
        session.finish(STEP)

    paper.before = change
    lab.play()
    assert "Step 1 done. next goes on" in paper.text
    assert "Tasks  all 4 passed" in paper.text


def test_hints_come_one_by_one_and_are_counted() -> None:
    session = decks.session()
    text = play(session, "hint", "h", "h")
    assert "> hint\nHint 1 of 2: Where does it run?\ndocker service ps api names" in text
    assert "> h\nHint 2 of 2: What holds it there?" in text
    assert "All hints of this step are shown:" in text
    assert session.scores.hints_shown(STEP.id) == 2


def test_the_background_is_told() -> None:
    assert "Why: Why workers are told\nWorkers do not ask" in answered(decks.session(), "why")


def test_a_hint_is_offered_once_when_a_task_was_red_for_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = decks.in_the_middle(decks.session())
    assert "may help" not in play(session, "check")
    monkeypatch.setattr(clock, "now", lambda: AT + 67 + 240)
    text = play(session, "check", "map")
    assert text.count("A red task for 4 minutes: a hint may help.\n> ") == 1


def test_a_solution_is_shown_after_a_yes_and_its_units_can_be_run() -> None:
    session = decks.session()
    text = play(session, "solution", "no", "x", "yes", "run 3")
    assert text.count("Solution: The whole of it") == 1
    assert "Unit 3, on manager1:\n    docker node update --label-add zone=secure worker1" in text
    assert "[x] ran" in text.partition("> run 3")[2]
    assert session.calls.count(f"solution {STEP.id}") == 1


def test_solve_types_the_solution_after_a_yes() -> None:
    session = decks.session()
    text = play(session, "solve", "n", "solve", "y")
    assert session.calls.count(f"solve {STEP.id}") == 1
    assert "[x] passed   4 api answers on its virtual address\nStep 1 done. next goes on" in text


def test_next_back_and_goto_move_along_the_chapter() -> None:
    session = decks.session(slide=0)
    text = play(session, "next", "back", "back", "goto 3", "goto 9", "list")
    assert text.index("slide 2 of 3") < text.index("This is the first slide of the lab")
    assert text.index("This is the first") < text.index("slide 3 of 3, step 2 of 2")
    assert "goto takes the number of a slide, 1 to 3" in text
    assert "2 A secret goes only where a task needs it, step 1, not done yet\n" in text
    assert "3 A node goes away, step 2, not done yet, here" in text


@pytest.mark.parametrize("way", ["next", "chapter 2", "chapter chapter2"])
def test_another_chapter_is_entered_after_a_word_about_its_nodes(way: str) -> None:
    session = decks.session(slide=2)
    text = play(session, way, "no")
    assert "It has nodes of its own: 3 nodes are" in text
    assert "enter chapter2" not in session.calls
    text = play(decks.session(slide=2), way, "maybe", "yes")
    assert "least-privilege > Security zones, slide 1 of 1" in text


def test_a_chapter_that_goes_on_with_the_same_nodes_is_entered_at_once() -> None:
    session = decks.session(slide=2)
    session.fresh_nodes = False
    assert "Security zones, slide 1 of 1" in answered(session, "next")


def test_the_chapters_are_listed() -> None:
    said = answered(decks.session(), "chapter")
    assert "1 Secrets, 20 min, 0 of 2 steps done, here\n2 Security zones, 20 min, 0 of 0" in said


def test_words_are_found_on_slides_of_every_chapter() -> None:
    text = play(decks.session(), "find Labels Decide", "find service create", "f nonsense", "find")
    assert "> find Labels Decide\nchapter 2, Security zones: slide 1, Security zones\n>" in text
    assert "> find service create\nslide 2, A secret goes only where a task needs it\n>" in text
    assert "No slide says nonsense" in text


def test_the_map_says_who_runs_and_holds_what() -> None:
    said = answered(decks.session(), "map")
    assert "Swarm: 3 members, 1 manager" in said
    assert "manager1: manager, active, leader\n    runs: none\n" in said
    assert "    holds in its store: secrets db_password, configs none\n" in said
    assert "worker1: worker, active, labels zone=secure\n    runs: api.1 api.2\n" in said


def test_reset_asks_first_and_says_what_it_touches() -> None:
    session = decks.session()
    text = play(session, "reset", "reset step", "n", "reset worker1", "y", "reset chapter", "y")
    assert "Say which: reset step, reset chapter, or one node: reset manager1" in text
    assert "3 nodes are thrown away, fresh ones are brought to where this step begins." in text
    assert f"reset {STEP.id}" not in session.calls
    assert "rebuild worker1" in session.calls
    assert "reset lab" in session.calls
    assert "The nodes are fresh ones: reset" in text


def test_power_and_log_are_for_a_node() -> None:
    session = decks.session()
    text = play(session, "power kill worker2", "power eat worker2", "power kill x", "log worker1")
    assert "power worker2 kill" in session.calls
    assert "[!] power takes kill, start, restart, pause, unpause, and a node" in text
    assert "[!] there is no node x" in text
    assert "    worker1 started" in text


def test_a_question_is_answered_in_place_and_explained_after() -> None:
    quiz = "\n> [!QUIZ]\n> Which?\n>\n> - [x] This\n> - [ ] That\n> - [x] Those\n"
    session = FakeSession(lab_from(decks.ZONES + quiz))
    text = play(session, "answer a b", "a ac", "a z", "answer 2 a")
    assert "Question:\n  Which?\n  a) This\n  b) That\n  c) Those" in text
    assert "[X] not all right\na) true, your answer: This\nb) not true, your answer: That" in text
    assert "[x] all right" in text
    assert "answer takes letters, a to c" in text
    assert "This slide has 1 question\n" in text


def test_the_nodes_come_up_first_and_are_said() -> None:
    session = decks.session(booted=False)
    text = play(session)
    assert "3 nodes coming up: manager1, worker1, worker2. Usually 1.6 s." in text
    assert "worker1 is up, 1.1 s" in text
    assert session.calls[:1] == ["boot"]


def test_a_start_that_fails_is_tried_again_or_left() -> None:
    session, paper = decks.session(booted=False), FakePaper("yes", "no")
    session.boot_error = StartFailed("its engine ended", place="worker2", next_step="look there")
    PlainLab(session, Talk(paper)).play()
    assert paper.text.count("[!] worker2: its engine ended\nnext step: look there") == 2
    assert session.calls == ["boot", "boot", "leave remove"]


def test_the_end_of_the_input_is_no_answer_to_a_question() -> None:
    session = decks.session()
    play(session, "solve")
    assert f"solve {STEP.id}" not in session.calls


def test_every_command_is_there_and_in_the_help() -> None:
    said = answered(decks.session(), "help")
    assert all(callable(getattr(PlainLab, f"do_{command.name}")) for command in COMMANDS)
    assert all(f"{command.name}" in said and command.help[:20] in said for command in COMMANDS)
    letters = [command.letter for command in COMMANDS if command.letter]
    assert len(set(letters)) == len(letters)


def test_an_unknown_command_is_answered_with_a_suggestion() -> None:
    assert "There is no command nxt. did you mean next?" in answered(decks.session(), "nxt")


def test_a_summary_tells_what_the_chapter_came_to() -> None:
    session = decks.in_the_middle(decks.session())
    session.scores.record_solution(STEP)
    said = answered(session, "summary")
    parts = (
        "Secrets so far",
        "steps: 0 of 2 done",
        "points: ",
        "help: 1 solution",
        "attempts that left a task red: ",
        "Step 1, A secret goes only where a task needs it: ",
        "[ ] Only nodes of zone secure run api",
        "Step 2, ",
    )
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_who_went_ahead_is_told_which_step_is_missing() -> None:
    session = decks.session()
    there = decks.LAB.chapters[0].steps[1]
    said = answered(session, f"goto {there.slide.index + 1}")
    assert "Step 1 is not done yet; reset step brings the nodes to where" in " ".join(said.split())
    session.finish(STEP)
    assert "not done yet;" not in answered(session, "slide")
