"""A live page that shows the book while it is written: a program of its own beside the one that builds.

PDFium must not be used from two threads at a time and a build must not wait for a reader, so that the page is served
from a second process. It is told what happens through a pipe and ends when the pipe does, however the builder ended.
"""
