"""How a mind map is drawn: `plan` lays it out for a frame, `paper` and `screen` write it down, `audit` checks it."""

from pipeline.draw.audit import audit, fill
from pipeline.draw.label import spoken
from pipeline.draw.palette import COLOUR, MONO, PALE, Palette
from pipeline.draw.paper import figure_id, paper
from pipeline.draw.plan import plan
from pipeline.draw.screen import alternative, listing, screen
from pipeline.draw.sheet import Box, Edge, Frame, Line, Mark, Medium, Sheet
from pipeline.draw.variants import blank, mirrored

__all__ = [
    "COLOUR",
    "MONO",
    "PALE",
    "Box",
    "Edge",
    "Frame",
    "Line",
    "Mark",
    "Medium",
    "Palette",
    "Sheet",
    "alternative",
    "audit",
    "blank",
    "figure_id",
    "fill",
    "listing",
    "mirrored",
    "paper",
    "plan",
    "screen",
    "spoken",
]
