"""Dirty text becomes canonical Markdown: pure functions, one module a rule, and a proof that no word was lost.

The path is `tidy.tidy`: letters, furniture, glued words, blocks, headings, Markdown, proof. Office and web documents
are turned into Markdown first (`office`, `markup`).
"""
