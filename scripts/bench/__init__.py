"""Measures studypress beside others that make a PDF of the same notes: `make bench`."""
