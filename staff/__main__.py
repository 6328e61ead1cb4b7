"""`python -m staff` is `baiqau`."""

import sys

from staff.main import main

sys.exit(main())
