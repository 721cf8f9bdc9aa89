#!/usr/bin/env python
"""Django's command line for Lindung."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Python would end with 1, which says that a rule refused or that verify found a difference
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
