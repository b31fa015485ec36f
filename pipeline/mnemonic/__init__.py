"""Finds mnemonics for a list of items: ranked, graded and proved. It knows nothing of notes or pages."""
