"""`sentra WORD …`: one door for operators. Words with a dash are files with an underscore."""

import os
import sys

PYTHON_AT_LEAST = (3, 11)


def main() -> None:
    if sys.version_info < PYTHON_AT_LEAST:
        sys.exit(f"Sentra needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentra.config.settings")
    from django.core.management import execute_from_command_line

    words = sys.argv[1:]
    if words and not words[0].startswith("-"):
        words[0] = words[0].replace("-", "_")
    execute_from_command_line(["sentra", *words])


if __name__ == "__main__":
    main()
