"""The words of `sentra`: what there is to say, and what it does."""

from collections.abc import Iterator

from django.core.management import get_commands, load_command_class

OWN = "sentra."
DJANGO = "django"
HELP = ("help", "-h", "--help")


def own_words() -> Iterator[tuple[str, str]]:
    """Each word as it is typed, and its one sentence; those of Django and of packages are left out."""
    for name, place in sorted(get_commands().items()):
        if place.startswith(OWN):
            yield name.replace("_", "-"), load_command_class(place, name).help


def overview() -> str:
    """What `sentra` alone and `sentra --help` print."""
    words = list(own_words())
    width = max(len(word) for word, _sentence in words)
    lines = [f"  {word:{width}}  {sentence}" for word, sentence in words]
    return "\n".join(
        [
            "sentra WORD [options]",
            "",
            *lines,
            "",
            "sentra WORD --help tells the options of a word.",
            f"sentra {DJANGO} WORD is said to Django below (migrate, shell, …); sentra {DJANGO} lists those.",
        ]
    )
