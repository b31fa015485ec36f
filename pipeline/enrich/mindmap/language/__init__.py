"""How a label is worded: where a text may be cut, by the grammar of its language (`wording` is the door)."""
