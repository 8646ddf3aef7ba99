#!/usr/bin/env python
"""Medigy's command line. ``python manage.py help`` lists the commands."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command; a configuration mistake ends with its sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medigy.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as mistake:
        sys.exit(f"Medigy cannot start. {mistake}")


if __name__ == "__main__":
    main()
