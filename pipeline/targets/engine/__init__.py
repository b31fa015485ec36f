"""Compile notes, link books: a leaf is set alone into a relocatable fragment; a linker joins fragments to one PDF."""
