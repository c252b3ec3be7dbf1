"""What is only quicker gives the same values as the long way."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import duckdb
import pytest
from conftest import Build
from helpers_inputs import assert_same, dump
from helpers_replay import compiled
from helpers_worlds import MAJOR, MARKET, payment, together
from test_as_of import everything


def world(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return claims of all kinds beside payments by chance, some to the payer itself."""
    chance = random.Random(seed)  # noqa: S311
    extra = together(MARKET, MAJOR)
    # The source of their claims is there already.
    del extra["sources"]
    inputs = {file: values + extra.get(file, []) for file, values in everything().items()}
    names = [row["company_id"] for row in inputs["companies"]]
    inputs["payments"] = inputs["payments"] + [
        payment(
            chance.choice(names),
            chance.choice(names),
            f"{chance.choice((2024, 2025))}-{chance.randint(1, 12):02}-11",
            f"{chance.randint(-9000, 90000) / 100:.2f}",
        )
        for _ in range(300)
    ]
    return inputs


@pytest.mark.parametrize("seed", [1, 2])
def test_who_stands_alone_could_be_summed_up_like_a_group(
    build: Callable[..., Build], seed: int
) -> None:
    models = compiled(build)
    alone = "and internal.amount is null as is_alone"
    summed = models.instead(alone, "and false as is_alone")
    inputs = world(seed)
    made, again = (each.run(inputs) for each in (models, summed))
    counts = "select count(*) from intermediate.int_summed_figures"
    assert made.query_build(counts)[0][0] + 300 < again.query_build(counts)[0][0]
    assert_same(dump(made), dump(again))


def test_cents_are_the_same_in_64_bits_and_in_more(build: Callable[..., Build]) -> None:
    """Up to the largest amount, and around the one from which the product needs more bits."""
    sql = compiled(build).models["intermediate", "int_part_sums"]
    amount = "case when amount_low > 0 then amount_low else 0 end"
    at = sql.index(f"(case when ({amount})")
    narrow = sql[at : sql.index(" as bigint) as low_cents", at)].replace(amount, "amount")
    assert "bigint" in narrow
    chance = random.Random(0)  # noqa: S311
    whole = [0, 1, 10**13, 9 * 10**13 - 1, 9 * 10**13, 9 * 10**13 + 1, 10**15, 10**16 - 1]
    amounts = [
        f"{sign}{units}.{chance.randrange(100):02}" for units in whole for sign in ("", "-")
    ] + ["90000000000000.00", "-90000000000000.00", "9999999999999999.99"]
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select amount, {narrow}, typeof({narrow})"
            " from (select unnest(?)::decimal(18, 2) as amount)",
            [amounts],
        ).fetchall()
    assert [(cents, kind) for _, cents, kind in found] == [
        (int(text.replace(".", "")), "HUGEINT") for text in amounts
    ]
