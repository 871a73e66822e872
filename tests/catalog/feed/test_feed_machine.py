"""A consumer of the feed against random changes: it always has a set that was the
server's, and in the end the server's own."""

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from catalog.courses.models import CourseStatus
from catalog.feed.documents import documents_of
from catalog.feed.rules import Guard, canonical, digest_of, with_change
from catalog.feed.services.forget import forget_changes
from catalog.feed.services.relay import relay_changes
from tests import factories
from tests.catalog.feed.stand import lines, make_stand
from tests.soak import sized

NO_GUARD = Guard(share_bps=10_000, least=10**6)
WHICH = st.integers(min_value=0, max_value=10**6)


def make_machine(session, client, at):
    """The machine in the test's transaction; each run is rolled back."""

    class FollowingAFeed(RuleBasedStateMachine):
        """What happens to courses, and a consumer that reads when it likes."""

        def __init__(self):
            super().__init__()
            self.savepoint = session.begin_nested()
            self.stand = make_stand(session)
            self.at = at
            self.courses = []
            # Never touched, so that no set is held because it would become empty.
            self.anchor = factories.make_course(session)
            factories.make_offering(session, self.anchor, self.stand.platform)
            self.copy, self.sequence, self.told = {}, 0, "00" * 32

        @rule()
        def offer(self):
            course, offering = self.stand.course()
            run = factories.make_schedule(session, course)
            self.courses.append((course, offering, run))

        @precondition(lambda self: self.courses)
        @rule(which=WHICH, price=st.integers(min_value=0, max_value=10**9))
        def reprice(self, which, price):
            self.one(which)[1].price = price

        @precondition(lambda self: self.courses)
        @rule(which=WHICH, title=st.text('aé€"\\\n', min_size=1, max_size=5))
        def rename(self, which, title):
            self.one(which)[0].title = title

        @precondition(lambda self: self.courses)
        @rule(which=WHICH)
        def withdraw_or_list(self, which):
            offering = self.one(which)[1]
            offering.withdrawn_at = None if offering.withdrawn_at else self.at

        @precondition(lambda self: self.courses)
        @rule(which=WHICH, status=st.sampled_from(CourseStatus))
        def move(self, which, status):
            self.one(which)[0].status = status

        @precondition(lambda self: self.courses)
        @rule(which=WHICH)
        def cancel(self, which):
            self.one(which)[2].cancelled_at = self.at

        @rule(standing=st.sampled_from(["approved", "suspended"]))
        def judge_the_institution(self, standing):
            self.stand.provider.standing = standing

        @rule(batch=st.integers(min_value=1, max_value=5))
        def relay(self, batch):
            session.flush()
            relay_changes(session, guard=NO_GUARD, at=self.at, batch=batch)

        @rule()
        def forget(self):
            session.flush()
            self.at += timedelta(days=20)
            forget_changes(session, keep=timedelta(days=30), at=self.at)

        @rule(limit=st.integers(min_value=1, max_value=4))
        def read_a_page(self, limit):
            session.flush()
            answer = client.get(
                f"/v1/catalog/changes?after={self.sequence}&limit={limit}",
                headers=self.stand.headers,
            )
            if answer.status_code == 410:
                self.take_a_snapshot()
                return
            for change in answer.json["changes"]:
                assert change["sequence"] == self.sequence + 1
                self.sequence, self.told = change["sequence"], change["checksum"]
                if change["kind"] == "put":
                    self.copy[change["course_id"]] = change["course"]
                else:
                    del self.copy[change["course_id"]]
                assert len(self.copy) == change["items"]

        @rule()
        def take_a_snapshot(self):
            session.flush()
            answer = client.get("/v1/catalog/snapshot", headers=self.stand.headers)
            manifest, items = lines(answer)
            self.copy = {item["course"]["id"]: item["course"] for item in items}
            assert len(items) == manifest["items"]
            self.sequence, self.told = manifest["sequence"], manifest["checksum"]

        @invariant()
        def the_copy_has_the_checksum_that_it_was_told(self):
            total = bytes(32)
            for course in self.copy.values():
                total = with_change(total, come=digest_of(canonical(course)))
            assert total.hex() == self.told

        def teardown(self):
            try:
                self.stand.relay(self.at, NO_GUARD)
                before = -1
                while before != self.sequence:
                    before = self.sequence
                    self.read_a_page(50)
                self.compare()
            finally:
                self.savepoint.rollback()
                session.expunge_all()

        def compare(self):
            ids = [self.anchor.id, *(course.id for course, _, _ in self.courses)]
            documents = documents_of(session, ids, at=self.at)
            assert {key: canonical(item) for key, item in self.copy.items()} == {
                str(course): text for (_, course), text in documents.items()
            }

        def one(self, which):
            return self.courses[which % len(self.courses)]

    return FollowingAFeed


def test_31_a_consumer_follows_whatever_changes(session, client, at):
    run_state_machine_as_test(
        lambda: make_machine(session, client, at)(),
        settings=settings(
            max_examples=sized(15, 300),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
