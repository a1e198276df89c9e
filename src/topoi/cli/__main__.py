"""python -m topoi.cli"""

import sys

from . import main

sys.exit(main())
