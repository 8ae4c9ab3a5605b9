"""When a skill is proven."""

from yui.skills.rules import PROVEN_LEVEL, WORK_SKILLS, Standing


def test_nothing_tried_proves_nothing() -> None:
    assert not Standing(0, 0).proves(0.0)


def test_few_right_answers_do_not_prove_a_high_level() -> None:
    assert not Standing(10, 10).proves(PROVEN_LEVEL)
    assert Standing(25, 25).proves(PROVEN_LEVEL)


def test_one_more_right_answer_never_takes_a_proof_away() -> None:
    for n_tried in range(1, 60):
        for n_right in range(n_tried + 1):
            if Standing(n_tried, n_right).proves(PROVEN_LEVEL):
                assert Standing(n_tried + 1, n_right + 1).proves(PROVEN_LEVEL)


def test_every_work_skill_has_a_name_in_both_languages() -> None:
    assert all(ja and en and ja != en for ja, en in WORK_SKILLS.values())
