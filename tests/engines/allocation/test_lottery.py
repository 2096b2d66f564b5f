"""The lottery: known values, and what nobody can do with it."""

import hashlib
import hmac

import pytest

from sentra.engines.allocation import AllocationRefused, commitment, draw_seed, ticket, unsealed
from sentra.engines.allocation.lottery import tickets
from tests.engines.allocation.rounds import SEED, shuffled, workshop_round

SECRET = b"a secret of the office"


def test_seed_and_ticket_are_what_anybody_computes_with_a_standard_library():
    seed = hashlib.sha256(SECRET + b"IHSG 7.123,45").hexdigest()
    assert draw_seed(SECRET, "IHSG 7.123,45") == seed == SEED
    assert ticket(seed, "R01") == hmac.new(bytes.fromhex(seed), b"R01", hashlib.sha256).hexdigest()


def test_many_tickets_are_those_of_each():
    names = ["R01", "", "Ü-1", "x" * 100]
    assert tickets(SEED, names) == [ticket(SEED, name) for name in names]


def test_the_commitment_binds_the_round_and_the_secret_but_not_the_seed():
    problem = workshop_round()
    bound = commitment(unsealed(problem), SECRET)
    assert bound == hashlib.sha256(unsealed(problem) + hashlib.sha256(SECRET).digest()).hexdigest()
    assert commitment(unsealed(workshop_round(seed="0" * 64)), SECRET) == bound
    assert commitment(unsealed(shuffled(problem, 1)), SECRET) == bound
    assert commitment(unsealed(workshop_round(round="2026-2")), SECRET) != bound
    assert commitment(unsealed(problem), b"another secret of the office") != bound


def test_a_short_secret_could_be_tried_out_and_an_empty_value_is_none():
    with pytest.raises(AllocationRefused, match="at least 16 bytes"):
        commitment(b"", b"short")
    with pytest.raises(AllocationRefused, match="public value of the lottery is empty"):
        draw_seed(SECRET, "")
