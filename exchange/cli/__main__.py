"""`python -m exchange.cli` is the `exchange` command."""

import sys

from exchange.cli import main

sys.exit(main())
