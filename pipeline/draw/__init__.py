"""How a mind map is drawn: `plan` lays it out for a page, `paper` and `screen` write it down, `audit` checks it."""

from pipeline.draw.audit import audit
from pipeline.draw.paper import paper
from pipeline.draw.plan import plan
from pipeline.draw.screen import alternative, listing, screen
from pipeline.draw.sheet import Box, Edge, Frame, Sheet

__all__ = ["Box", "Edge", "Frame", "Sheet", "alternative", "audit", "listing", "paper", "plan", "screen"]
