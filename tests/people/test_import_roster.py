"""Importing a roster into the database: everybody or nobody."""

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOW, organisation, person
from tests.people.roster_files import HANA, KEN, file, many
from yui.people.importing import Faulty, import_roster
from yui.people.models import Journal, Membership, Organisation, Person
from yui.people.rules import OrganisationKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def ken() -> Person:
    Organisation.objects.create(kind=OrganisationKind.SECTION.value, code="0110", name="総務課")
    return person("人事 健", Role.HR)


def test_everybody_comes_in_with_a_code_that_signs_in(ken: Person) -> None:
    done = import_roster(raw=file(HANA, KEN), by=ken, at=NOW)
    assert [code.username for code in done.codes] == ["hana", "ken"]
    for code in done.codes:
        found = authenticate(None, username=code.username, password=code.code)
        assert isinstance(found, Person)
        assert found.must_change_password
    held = Membership.objects.filter(person__username="ken").values_list("role", flat=True)
    assert set(held) == {"staff", "director"}


def test_no_code_is_kept_anywhere(ken: Person) -> None:
    done = import_roster(raw=file(HANA), by=ken, at=NOW)
    kept = str([*Person.objects.values(), *Journal.objects.values()])
    assert done.codes[0].code not in kept


def test_two_thousand_four_hundred_people_take_few_questions(ken: Person) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        done = import_roster(raw=file(*many(2400)), by=ken, at=NOW)
    assert len(done.codes) == 2400
    assert Person.objects.count() == 2401
    assert len(asked) < 200


def test_the_same_file_again_writes_nothing(ken: Person) -> None:
    import_roster(raw=file(HANA, KEN), by=ken, at=NOW)
    lines = Journal.objects.count()
    again = import_roster(raw=file(HANA, KEN), by=ken, at=NOW)
    assert again.plan.changes_nothing
    assert again.codes == ()
    assert Journal.objects.count() == lines


def test_one_fault_keeps_everybody_out(ken: Person) -> None:
    with pytest.raises(Faulty) as faulty:
        import_roster(raw=file(HANA, (*KEN[:4], "9999", "職員")), by=ken, at=NOW)
    assert len(faulty.value.plan.faults) == 1
    assert not Person.objects.filter(username="hana").exists()
    assert not Journal.objects.exists()


def test_what_changed_is_changed_and_the_rest_stays(ken: Person) -> None:
    import_roster(raw=file(HANA), by=ken, at=NOW)
    before = Person.objects.get(username="hana")
    married = ("hana", "市川 花", "イチカワ ハナ", "", "0110", "ディレクター")
    done = import_roster(raw=file(married), by=ken, at=NOW)
    after = Person.objects.get(username="hana")
    assert (after.name, after.kana, after.email) == ("市川 花", "イチカワ ハナ", before.email)
    assert after.password == before.password
    assert done.codes == ()
    assert Membership.objects.filter(person=after).count() == 2


def test_each_person_and_the_whole_are_written_down(ken: Person) -> None:
    import_roster(raw=file(HANA, KEN), by=ken, at=NOW)
    acts = list(Journal.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["person.add", "person.add", "roster.import"]
    line = Journal.objects.get(act="roster.import")
    assert (line.detail["n_new"], line.by) == (2, ken.pk)


def test_a_plan_that_changed_since_it_was_seen_is_not_carried_out(ken: Person) -> None:
    with pytest.raises(Faulty) as faulty:
        import_roster(raw=file(HANA), by=ken, at=NOW, confirmed="other")
    assert faulty.value.plan.faults == ()
    assert not Person.objects.filter(username="hana").exists()


def test_a_formula_in_a_name_stays_text(ken: Person) -> None:
    import_roster(raw=file(("hana", "=SUM(A1)", *HANA[2:])), by=ken, at=NOW)
    assert Person.objects.get(username="hana").name == "=SUM(A1)"


def test_somebody_without_the_role_gets_only_faults() -> None:
    section = organisation(OrganisationKind.SECTION)
    mori = person("森", Role.WORKER, at=section)
    with pytest.raises(Faulty):
        import_roster(raw=file((*HANA[:4], section.code, "職員")), by=mori, at=NOW)
