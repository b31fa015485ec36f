"""What is remembered of a subtree, or known of it beforehand, is what growing it anew would show."""

from __future__ import annotations

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.draw.knot import Knot, Root, Ruler, tie
from pipeline.draw.place import Nursery, Style
from pipeline.fonts import Shaper
from pipeline.model import Branch
from tests.draw.trees import branch

STYLES = (Style(12.0, 12.0), Style(8.5, 7.5), Style(7.0, 6.0, 1.7))
rooms = st.lists(st.floats(5, 70), min_size=2, max_size=8)
labels = st.lists(st.sampled_from(["a", "light", "chlorophyll", "प्रकाश", "of", "x" * 30]), max_size=9).map(" ".join)
trees = st.recursive(
    labels.map(branch), lambda kids: st.builds(branch, labels, st.lists(kids, min_size=1, max_size=4).map(tuple))
)


def tied(tree: Branch, ruler: Shaper) -> Knot:
    return tie(Root(branch("root", (tree,))), Ruler(ruler)).kids[0]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(tree=trees, tried=rooms, style=st.sampled_from(STYLES))
def test_a_remembered_subtree_is_the_one_that_would_grow(ruler: Shaper, tree, tried, style: Style) -> None:
    knot, nursery = tied(tree, ruler), Nursery()
    for room in (math.inf, *tried, *sorted(tried)):
        assert nursery.limb(knot, 2.0, room, style) == Nursery().limb(knot, 2.0, room, style)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(tree=trees, room=st.floats(5, 70), style=st.sampled_from(STYLES))
def test_a_subtree_fits_where_its_labels_end_in_the_room(ruler: Shaper, tree, room: float, style: Style) -> None:
    knot, nursery = tied(tree, ruler), Nursery()
    assert nursery.fits((knot,), 2.0, room, style) == (nursery.limb(knot, 2.0, room, style).reach <= room)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(tree=trees, room=st.floats(5, 70), style=st.sampled_from(STYLES))
def test_no_subtree_is_lower_or_less_broken_than_in_boundless_room(ruler: Shaper, tree, room, style: Style) -> None:
    knot, nursery = tied(tree, ruler), Nursery()
    bound, here = (nursery.limb(knot, 2.0, width, style) for width in (math.inf, room))
    assert bound.up + bound.down <= here.up + here.down + 1e-9
    assert bound.breaks <= here.breaks
