"""The secret of a round's lottery, and the seed that it gives together with the public value."""

from sentra.base.people import vault
from sentra.engines import allocation
from sentra.programmes.models import Round


class NotFrozen(Exception):
    """A round without a secret: nothing has been committed to yet."""


def secret_of(round_: Round) -> bytes:
    """32 bytes. To be shown to nobody before the plan is chosen. Raises NotFrozen."""
    if round_.lottery_key is None or round_.lottery_secret is None:
        raise NotFrozen(f"{round_.code} has no secret yet")
    return vault.unseal(vault.open_key(round_.lottery_key), round_.lottery_secret)


def seed_of(round_: Round) -> str:
    """64 hexadecimal digits, once the public value is known. Raises NotFrozen, AllocationRefused."""
    return allocation.draw_seed(secret_of(round_), round_.lottery_value)
