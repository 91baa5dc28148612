"""Random families, custody, matters and viewers: what is shown is what the viewer may see, and counts leak nothing."""

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ssp.policy import families
from ssp.policy.access import Grant, MatterFacts, Standing, decide
from ssp.policy.families import OPEN, Family, Home, Line, Member, Tie, compose, may_be_told, told_about
from ssp.terms import Action, Basis, Capacity, Custody, Kin, MatterKind, Role, Sector

NOW = 1_000
CHILDREN, ADULTS, PLACES = range(1, 5), range(11, 15), range(21, 24)
CAPACITIES = {
    MatterKind.CONCERN: (Capacity.AUTHOR, Capacity.CONSULTANT),
    MatterKind.CASE: (Capacity.HOLDER, Capacity.CONSULTANT, Capacity.PARTICIPANT),
    MatterKind.NOTIFICATION: (Capacity.AUTHOR, Capacity.SECTION),
    MatterKind.MEETING: (Capacity.LEAD, Capacity.PARTICIPANT),
    MatterKind.ABSENCE: (Capacity.AUTHOR, Capacity.LEADER),
}
STATES = {kind: (*sorted(states), "over") for kind, states in OPEN.items()}
VIEWER = 1
ROLES = (Role.SCHOOL_STAFF, Role.SOCIAL_WORKER, Role.POLICE_LIAISON, Role.SSP_CONSULTANT, Role.LEADER)
SETTINGS = settings(max_examples=80, deadline=None, database=None)


@dataclass(frozen=True)
class Named:
    """A matter as stored: what it is, whom it names, who takes part."""

    line: Line
    members: frozenset[int]
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Scene:
    family: Family
    matters: tuple[Named, ...]
    viewer: Standing
    keeper: bool


@st.composite
def grants(draw, kind: MatterKind, reaching: bool | None = None):
    found = []
    for _ in range(draw(st.integers(1, 2))):
        mine = reaching if reaching is not None else draw(st.booleans())
        until = draw(st.sampled_from((None, NOW - 1, NOW + 1) if reaching is None else (None,)))
        found.append(
            Grant(draw(st.sampled_from(CAPACITIES[kind])), Basis.OWN, user_id=VIEWER if mine else 2, ends_at=until)
        )
    return tuple(found)


@st.composite
def matters(draw, reaching: bool | None = None):
    kind = draw(st.sampled_from(sorted(STATES)))
    line = Line(kind, f"X-{draw(st.integers(0, 9999)):04d}-0000", draw(st.sampled_from(STATES[kind])))
    members = draw(st.frozensets(st.sampled_from(CHILDREN), min_size=1))
    return Named(line, members, draw(grants(kind, reaching)))


@st.composite
def recorded(draw):
    flags = st.booleans()
    children = draw(st.lists(st.sampled_from(CHILDREN), unique=True, min_size=1))
    people = [*children, *draw(st.lists(st.sampled_from(ADULTS), unique=True, min_size=1))]
    members = tuple(Member(id_, id_ in ADULTS, draw(flags), draw(flags)) for id_ in people)
    some = st.frozensets(st.sampled_from(people))
    homes = tuple(Home(place, draw(some), draw(flags)) for place in PLACES[: draw(st.integers(1, 3))])
    pairs = [(adult, child) for adult in people if adult in ADULTS for child in people if child in CHILDREN]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    ties = tuple(
        Tie(adult, child, draw(st.sampled_from(sorted(Kin))), draw(st.sampled_from(sorted(Custody))))
        for adult, child in chosen
    )
    return Family(members, homes, ties)


@st.composite
def scenes(draw):
    role = draw(st.sampled_from(ROLES))
    viewer = Standing(VIEWER, 1, role, Sector.SCHOOL)
    keeper = role is Role.SSP_CONSULTANT and draw(st.booleans())
    return Scene(draw(recorded()), tuple(draw(st.lists(matters(), max_size=6))), viewer, keeper)


def may_read(scene: Scene, matter: Named) -> bool:
    facts = MatterFacts(matter.line.kind, matter.line.state, 1, matter.grants)
    return decide(Action(f"{matter.line.kind}.read"), scene.viewer, facts, NOW).allowed


def look(scene: Scene):
    """As the services do it: what the viewer may read, by the members it names, and nothing else, goes in."""
    lines: dict[int, tuple[Line, ...]] = {}
    for matter in scene.matters:
        if may_read(scene, matter):
            for id_ in sorted(matter.members):
                lines[id_] = (*lines.get(id_, ()), matter.line)
    return compose(scene.family, scene.keeper, lines)


def model(scene: Scene) -> dict[int, set[Line]]:
    """Who is shown with which matters, said over again in sets, straight from the participations."""
    mine = {
        (id_, matter.line)
        for matter in scene.matters
        for id_ in matter.members
        for grant in matter.grants
        if grant.user_id == VIEWER and (grant.ends_at or NOW + 1) > NOW and open_to(scene.viewer.role, matter.line.kind)
    }
    everybody = {m.id for m in scene.family.members}
    known = {id_ for id_, _ in mine if id_ in everybody}
    kin = {tie.adult for tie in scene.family.ties if tie.child in known}
    shown = everybody if scene.keeper else known | kin
    return {id_: {line for about, line in mine if about == id_ and line.state != "over"} for id_ in shown}


def open_to(role: Role, kind: MatterKind) -> bool:
    if role is Role.LEADER:
        return False
    if role is Role.POLICE_LIAISON:
        return kind in (MatterKind.CASE, MatterKind.NOTIFICATION)
    return kind is not MatterKind.ABSENCE or role is Role.SCHOOL_STAFF


def homes_shown_rightly(scene: Scene) -> bool:
    """Every home shown has a child in it whom the viewer sees, or the viewer keeps the case (H5)."""
    seen = look(scene)
    children = {m.id for m in seen.members if not m.adult}
    return scene.keeper or all(set(home.members) & children for home in seen.homes)


@SETTINGS
@given(scenes())
def test_H6_what_is_shown_of_a_member_is_what_the_viewer_may_see_of_that_members_matters(scene):
    seen, expected = look(scene), model(scene)
    assert {m.id: set(m.matters) for m in seen.members} == expected
    assert seen.hidden == len(scene.family.members) - len(expected)
    assert {id_ for home in seen.homes for id_ in home.members} | set(seen.elsewhere) == set(expected)
    assert homes_shown_rightly(scene)
    assert {(adult, child) for adult, child, _ in seen.told} <= {(a, c) for a in expected for c in expected}


@SETTINGS
@given(scenes(), matters(reaching=False), st.data())
def test_H6_a_matter_the_viewer_takes_no_part_in_changes_nothing(scene, closed, data):
    before = repr(look(scene))
    with_it = replace(scene, matters=(*scene.matters, closed))
    assert repr(look(with_it)) == before
    over = replace(closed, line=replace(closed.line, state=data.draw(st.sampled_from(STATES[closed.line.kind]))))
    assert repr(look(replace(scene, matters=(over, *scene.matters)))) == before
    unseen = [m for m in scene.matters if not may_read(scene, m)]
    for gone in unseen:
        assert repr(look(replace(scene, matters=tuple(m for m in scene.matters if m is not gone)))) == before


@SETTINGS
@given(scenes(), st.booleans(), st.booleans(), st.data())
def test_H6_one_more_hidden_member_changes_one_number(scene, adult, protected, data):
    """Wherever they live and whatever they are to whom the viewer does not see either."""
    if scene.keeper:
        return
    before, id_ = look(scene), 99
    places = data.draw(st.frozensets(st.sampled_from(PLACES)))
    homes = tuple(replace(h, members=h.members | {id_}) if h.id in places else h for h in scene.family.homes)
    shown = {m.id for m in before.members}
    unseen = [m.id for m in scene.family.members if m.id not in shown and m.adult is not adult]
    ties = tuple(Tie(id_ if adult else other, other if adult else id_, Kin.OTHER, Custody.JOINT) for other in unseen)
    members = (Member(id_, adult, protected), *scene.family.members)
    after = look(replace(scene, family=Family(members, homes, scene.family.ties + ties)))
    assert repr(after) == repr(replace(before, hidden=before.hidden + 1))


@SETTINGS
@given(recorded(), st.data())
def test_H5_what_an_adult_is_told_follows_from_that_child_alone(family, data):
    adults, children = [[m.id for m in family.members if m.adult is adult] for adult in (True, False)]
    turned = Family(family.members[::-1], family.homes[::-1], family.ties[::-1])
    for child in children:
        told = {adult: may_be_told(family, adult, child) for adult in adults}
        assert told == {adult: may_be_told(turned, adult, child) for adult in adults}
        own = tuple(tie for tie in family.ties if tie.child == child)
        alone = Family(family.members, family.homes, own)
        allowed = {adult for adult, found in told.items() if found.allowed}
        assert allowed == {adult for adult in adults if may_be_told(alone, adult, child).allowed}
        assert allowed == {adult for adult in adults if child in told_about(family, adult)}
        holders = {tie.adult: tie.custody for tie in own if tie.custody is not Custody.NONE}
        sole = {adult for adult, custody in holders.items() if custody is Custody.SOLE}
        assert allowed == (set(holders) if not sole else sole if len(sole) == 1 else set())
        for found in told.values():
            assert found.allowed or not (found.address or found.other_home)


def test_H5_the_test_of_homes_fails_when_a_home_is_shown_for_an_adult_alone(monkeypatch):
    """The guard guards: a composition that opens the home of an adult the viewer sees is caught."""
    child, father = Member(1, False), Member(11, True)
    family = Family((child, father), (Home(21, frozenset({11})),), (Tie(11, 1, Kin.FATHER, Custody.JOINT),))
    grant = Grant(Capacity.PARTICIPANT, Basis.OWN, user_id=VIEWER)
    matter = Named(Line(MatterKind.CASE, "F-0000-0000", "open"), frozenset({1}), (grant,))
    scene = Scene(family, (matter,), Standing(VIEWER, 1, Role.SOCIAL_WORKER, Sector.SOCIAL), False)
    assert homes_shown_rightly(scene)
    right = families.compose

    def careless(family, keeper, lines):
        seen, everything = right(family, keeper, lines), right(family, True, lines)
        shown = {m.id for m in seen.members}
        return replace(seen, homes=tuple(home for home in everything.homes if set(home.members) & shown))

    monkeypatch.setitem(globals(), "compose", careless)
    assert not homes_shown_rightly(scene)
