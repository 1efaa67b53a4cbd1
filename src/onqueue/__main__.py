"""`python -m onqueue` is `onqueue`."""

from onqueue.cli import main

main()
