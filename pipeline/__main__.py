"""`python -m pipeline` is `studypress`."""

from pipeline.cli import main

main()
