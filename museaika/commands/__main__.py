"""`python -m museaika.commands`, which is how the supervisor starts its processes."""

from museaika.commands import main

main()
