"""`python -m collections_desk` is the same as `collections-desk`."""

import sys

from collections_desk.command_line import main

if __name__ == "__main__":
    sys.exit(main())
