"""`sentra WORD …`: one door for operators. Words with a dash are files with an underscore."""

import os
import sys

PYTHON_AT_LEAST = (3, 11)


def main() -> None:
    if sys.version_info < PYTHON_AT_LEAST:
        sys.exit(f"Sentra needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentra.config.settings")
    run(sys.argv[1:])


def run(words: list[str]) -> None:
    """`sentra django WORD` speaks to Django itself, whose words are known here too and not listed."""
    from django.core.management import execute_from_command_line

    from sentra.cli.words import DJANGO, HELP, overview

    if not words or (len(words) == 1 and words[0] in HELP):
        import django

        django.setup()
        sys.stdout.write(f"{overview()}\n")
        return
    if words[0] == DJANGO:
        words = words[1:]
    named = 2 if words[:1] == ["help"] else 1
    words = [word if word.startswith("-") else word.replace("-", "_") for word in words[:named]] + words[
        named:
    ]
    execute_from_command_line(["sentra", *words])


if __name__ == "__main__":
    main()
