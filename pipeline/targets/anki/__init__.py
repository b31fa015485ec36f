"""Cards for Anki: a note is written once (`entries`); where all of them come together, they make one file (`bind`)."""

from pipeline.targets.anki.note import Desk, Entry, Written, entries
from pipeline.targets.anki.package import Filed, bind

__all__ = ["Desk", "Entry", "Filed", "Written", "bind", "entries"]
