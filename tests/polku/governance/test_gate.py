import pytest

from polku.governance.gate import LEAST_ROLE, ROLES, NotAllowed, Viewer, may, require


@pytest.mark.parametrize("action", LEAST_ROLE)
def test_a_role_may_what_the_roles_below_it_may(action):
    allowed = [may(Viewer(member=1, role=role), action) for role in ROLES]
    assert allowed == sorted(allowed)
    assert allowed[-1]


def test_a_viewer_reads_figures_and_no_answers():
    viewer = Viewer(member=1, role="viewer")
    assert may(viewer, "see_figures")
    with pytest.raises(NotAllowed):
        require(viewer, "read_answers")
