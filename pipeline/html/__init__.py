"""Nodes → XHTML, shared by every target that shows markup."""

from pipeline.html.dialect import Breaks, Dialect, Form, Look, usual
from pipeline.html.reading import answer_to, folded
from pipeline.html.writer import Writer

__all__ = ["Breaks", "Dialect", "Form", "Look", "Writer", "answer_to", "folded", "usual"]
