"""Mutations of the models: small changes, each of which makes some number silently wrong.

`mutate.py` applies them one at a time. Each names the model or macro by its file, the text that
stands there exactly once, what takes its place, what kind of change it is, and what would then be
wrong in the world. Where nothing can be wrong, `equivalent` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parent.parent

KINDS = (
    "aggregate",  # sum for count, a sum over what is partly unknown
    "as of",  # what was not known yet counts
    "coalesce",  # unknown for zero, zero for unknown
    "comparison",  # above for from on, the wrong way round
    "currency",  # the rate of another day
    "default",  # what holds where no case applies
    "distinct",  # the same thing twice
    "filter",  # rows that do not belong there
    "join",  # rows that get lost, or that stay
    "key",  # part of a join or group is missing
    "min max",  # the least for the most
    "null",  # a comparison with nothing
    "off by one",  # a day, a month, a period, a place
    "order",  # the wrong one of several
    "rounding",  # the wrong way, or twice
    "swap",  # two columns for each other
    "tier",  # who is believed
    "union",  # a part is missing
)


@dataclass(frozen=True)
class Mutation:
    """One change of one file.

    Attributes:
        model: name of the model or macro file, without its suffix.
        kind: one of KINDS.
        old: text that stands exactly once in the file.
        new: what takes its place.
        wrong: what would be wrong in the world.
        equivalent: why nothing can be; empty: a test must fail.
        place: its place among the mutations of the file, from 1 on.
    """

    model: str
    kind: str
    old: str
    new: str
    wrong: str
    equivalent: str = ""
    place: int = 0

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"{self.model}-{self.place}"

    def applied_to(self, text: str) -> str:
        """Return the file's text with the change.

        Args:
            text: text of the file.

        Raises:
            ValueError: the text does not stand there exactly once.
        """
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: stands {text.count(self.old)} times: {self.old}")
        return text.replace(self.old, self.new)


@cache
def path_of(model: str) -> Path:
    """Return the file of a model or macro, of which there is one.

    Args:
        model: its name without suffix.
    """
    (path,) = (
        path for folder in ("models", "macros") for path in (PROJECT / folder).rglob(f"{model}.sql")
    )
    return path


def of(model: str, *changes: tuple[str, ...]) -> list[Mutation]:
    """Return the mutations of one file.

    Args:
        model: name of its file, without suffix.
        changes: of each its kind, old and new text, what would be wrong, and perhaps why nothing.
    """
    return [Mutation(model, *change, place=place) for place, change in enumerate(changes, start=1)]


MUTATIONS: list[Mutation] = [
    *of(
        "chk_company_parents",
        (
            "comparison",
            "            and control.first_day <= other.last_day",
            "            and control.first_day < other.last_day",
            "Two parents with one day in common pass, and on that day a company's money "
            "counts twice.",
        ),
    ),
    *of(
        "chk_deals",
        (
            "comparison",
            "    having sum(stake_pct) > 100",
            "    having sum(stake_pct) >= 100",
            "Whoever buys all of a company is refused.",
        ),
        (
            "min max",
            "        min(stake_pct) as stake_pct",
            "        max(stake_pct) as stake_pct",
            "Two papers that differ about one stake make a company sold more than whole.",
        ),
        (
            "filter",
            "        and claim.deal_type <> 'asset_purchase'",
            "",
            "A purchase of machines counts as a part of the company.",
        ),
    ),
    *of(
        "chk_reported_figures",
        (
            "filter",
            "metric in ('customer_spend', 'revenue_excluding_customer', 'customer_budget')\"",
            "metric in ('customer_spend', 'revenue_excluding_customer')\"",
            "A budget of nobody is accepted.",
        ),
        (
            "comparison",
            "\" <> 'month'\"",
            "\" = 'fiscal_year'\"",
            "The run-rate of a quarter is accepted as if it were a quarter's revenue.",
        ),
    ),
    *of(
        "chk_payments",
        (
            "filter",
            "    reserved_market_rule(['all', 'unallocated']),",
            "    reserved_market_rule(['unallocated']),",
            "A payment in the market `all` stands beside the sum of all markets.",
        ),
    ),
    *of(
        "chk_company_aliases",
        (
            "filter",
            "        'broken': 'company_id not in (select company_id from '",
            "        'broken': 'false and company_id not in (select company_id from '",
            "Another name of a company that nobody knows is accepted, and its spend "
            "belongs to nobody.",
        ),
    ),
    *of(
        "chk_totals",
        (
            "filter",
            "    where row_key in (select broken.row_key",
            "    where row_key not in (select broken.row_key",
            "The reconciliation calls every accepted row rejected, and none that is.",
        ),
        (
            "join",
            "    left join {{ input }}_rejected as rejected",
            "    inner join {{ input }}_rejected as rejected",
            "A file without a wrong row is in no reconciliation.",
        ),
    ),
    *of(
        "stg_company_names",
        (
            "union",
            "\n"
            "union all\n"
            "\n"
            "select\n"
            "    alias as name,\n"
            "    company_id\n"
            "from {{ ref('stg_company_aliases') }}",
            "",
            "Spend under another name of a company is not the company's.",
        ),
    ),
    *of(
        "stg_deals",
        (
            "swap",
            "    {{ as_type('valuation_low', 'money') }} as valuation_low,",
            "    {{ as_type('prior_valuation_low', 'money') }} as valuation_low,",
            "A company is valued at what it was worth the round before.",
        ),
    ),
    *of(
        "stg_contracts",
        (
            "swap",
            "    {{ as_type('starts_on', 'date') }} as starts_on,",
            "    {{ as_type('signed_on', 'date') }} as starts_on,",
            "A term begins with the signature, so that more of it counts as over.",
        ),
    ),
    *of(
        "stg_signal_assumptions",
        (
            "swap",
            "    {{ as_type('lost_share_base', 'share') }} as lost_share_base,",
            "    {{ as_type('lost_share_high', 'share') }} as lost_share_base,",
            "The base scenario of every loss is the worst.",
        ),
    ),
    *of(
        "stg_customer_signals",
        (
            "swap",
            "    {{ as_type('effective_from', 'date') }} as effective_from,",
            "    {{ as_type('announced_on', 'date') }} as effective_from,",
            "Every loss begins on the day of its announcement.",
        ),
    ),
    *of(
        "int_additive_claims",
        (
            "coalesce",
            "        sum(coalesce(amount_low, 0)) as amount_low,",
            "        sum(amount_low) as amount_low,",
            "Beside a market of which only a high is stated, the rest of the total has no high.",
        ),
        (
            "null",
            "        case when count(amount_high) = count(*) then sum(amount_high) end "
            "as amount_high,",
            "        sum(amount_high) as amount_high,",
            "A market without a high counts as nothing, and the rest of the total is too large.",
        ),
        (
            "filter",
            " and (market_sum.metric is null or total.is_stated)",
            "",
            "A total that was itself added up stands beside its markets once more.",
        ),
        (
            "swap",
            "            else greatest(total.amount_low - market_sum.amount_high, 0)",
            "            else greatest(total.amount_low - market_sum.amount_low, 0)",
            "What is left beside the markets is at the least too much.",
        ),
        (
            "comparison",
            "            when total.amount >= market_sum.amount then",
            "            when total.amount > market_sum.amount then",
            "A total that its markets make up leaves something unknown instead of nothing.",
        ),
    ),
    *of(
        "int_claimed_spend",
        (
            "swap",
            "then cast(greatest(total_low - rest_high, 0) as decimal(18, 2))",
            "then cast(greatest(total_low - rest_low, 0) as decimal(18, 2))",
            "A customer's remainder is at the least too much.",
        ),
        (
            "rounding",
            "'floor(share_low * total_low * 100)'",
            "'ceil(share_low * total_low * 100)'",
            "A lower bound is rounded up, and bounds nothing.",
        ),
        (
            "rounding",
            "'ceil(share_high * total_high * 100)'",
            "'floor(share_high * total_high * 100)'",
            "An upper bound is rounded down, and bounds nothing.",
        ),
        (
            "coalesce",
            "cast(total_high - coalesce(rest_low, 0) as decimal(18, 2))",
            "cast(total_high - rest_low as decimal(18, 2))",
            "Where only the most of the rest is known, the customer has no high.",
        ),
        (
            "tier",
            "            when has_rest then greatest(rest_tier, coalesce(total_tier, rest_tier))",
            "            when has_rest then least(rest_tier, coalesce(total_tier, rest_tier))",
            "A remainder of a filing and a rumour looks as good as the filing.",
        ),
        (
            "key",
            "            and subject.basis = total.basis",
            "",
            "A share of the plan is taken of the actual revenue.",
        ),
        (
            "comparison",
            "            when has_rest and (total_high is null or total_high < rest_low) then null",
            "            when has_rest and (total_high is null or total_high <= "
            "rest_low) then null",
            "A customer that spent nothing at the most may have spent anything.",
        ),
        (
            "join",
            "    left join {{ ref('int_claimed_totals') }} as total",
            "    inner join {{ ref('int_claimed_totals') }} as total",
            "Spend at a vendor whose revenue nobody states is lost.",
        ),
    ),
    *of(
        "int_contract_claims",
        (
            "join",
            "left join {{ ref('int_exchange_rates') }} as rate",
            "inner join {{ ref('int_exchange_rates') }} as rate",
            "A contract without a value does not exist, and neither does one in the "
            "reporting currency.",
        ),
    ),
    *of(
        "int_contracts",
        (
            "tier",
            "        max(tier) as tier",
            "        min(tier) as tier",
            "A contract known from a filing and a rumour looks as good as the filing.",
        ),
    ),
    *of(
        "int_deals",
        (
            "min max",
            "        min(known_on) as first_known_on,",
            "        max(known_on) as first_known_on,",
            "A deal without dates begins on the day of the last report about it.",
        ),
    ),
    *of(
        "int_exchange_rates",
        (
            "as of",
            "    where {{ known_by_as_of('valid_from') }} and currency <> 'USD'",
            "    where currency <> 'USD'",
            "The build of a day converts with rates that came later.",
        ),
        (
            "order",
            "            order by rate.valid_from desc, reporting_rate.valid_from desc",
            "            order by rate.valid_from asc, reporting_rate.valid_from asc",
            "Money is converted at the first rate there ever was.",
        ),
    ),
    *of(
        "int_figure_claims",
        (
            "currency",
            "            and claim.period_end between rate.valid_from and rate.valid_to",
            "            and claim.period_start between rate.valid_from and rate.valid_to",
            "A year's revenue is converted at the rate of its first day.",
        ),
    ),
    *of(
        "int_reported_figures",
        (
            "min max",
            "        min(strength) as strength,",
            "        max(strength) as strength,",
            "The weakest word about who is named counts, and the bounds are too wide.",
        ),
        (
            "tier",
            "                min(best.tier) as tier",
            "                max(best.tier) as tier",
            "An analyst's word about who is named beats the filing's.",
        ),
        (
            "order",
            "    coalesce(amount.tier, share.tier, disclosure.tier) as tier",
            "    coalesce(disclosure.tier, amount.tier, share.tier) as tier",
            "An amount has the tier of the word about who is named.",
        ),
    ),
    *of(
        "int_resolved_bounds",
        (
            "min max",
            "then least(min(low), coalesce(min(high), min(low))) end as low,",
            "then least(max(low), coalesce(min(high), max(low))) end as low,",
            "Of several lows in a tier the greatest counts: the bounds are too narrow.",
        ),
        (
            "min max",
            "then greatest(max(high), coalesce(max(low), max(high))) end as high",
            "then greatest(min(high), coalesce(max(low), min(high))) end as high",
            "Of several highs in a tier the least counts: the bounds are too narrow.",
        ),
        (
            "tier",
            "        min(case when low is not null then tier end) as low_tier,",
            "        max(case when low is not null then tier end) as low_tier,",
            "The low is the analyst's, not the filing's.",
        ),
        (
            "tier",
            "        case when is_crossed and low_tier > high_tier then null else low end as low,",
            "        case when is_crossed and low_tier < high_tier then null else low end as low,",
            "Where two tiers contradict each other the worse one stands.",
        ),
        (
            "order",
            "said_on desc nulls last",
            "said_on asc nulls last",
            "The point is the first exact claim, not the latest.",
        ),
        (
            "tier",
            "            order by tier asc nulls last, said_on desc",
            "            order by said_on desc",
            "The point is the latest exact claim, whoever made it.",
        ),
        (
            "aggregate",
            "        case when min(low) = max(low) then min(low) end as point",
            "        min(low) as point",
            "Where two exact claims of one day differ, one of them is the truth.",
        ),
        (
            "distinct",
            "        dense_rank() over (",
            "        row_number() over (",
            "Of two exact claims of one day one is picked.",
        ),
        (
            "filter",
            "        when point.point < standing.low or point.point > standing.high then null",
            "        when false then null",
            "A point stands outside its bounds.",
        ),
        (
            "tier",
            "            else greatest(coalesce(low_tier, high_tier), "
            "coalesce(high_tier, low_tier))",
            "            else least(coalesce(low_tier, high_tier), coalesce(high_tier, low_tier))",
            "Bounds of a filing and an analyst look as good as the filing.",
        ),
    ),
    *of(
        "int_signals",
        (
            "tier",
            "            when 'filing' then 1\n            when 'on_record' then 2",
            "            when 'filing' then 2\n            when 'on_record' then 1",
            "On one day a spokesperson's word beats the filing.",
        ),
        (
            "filter",
            "            when 'considering_exit' then 5",
            "",
            "A customer that considers to leave is one that stays.",
        ),
        (
            "swap",
            "            when 'pausing' then 2\n            when 'reducing' then 3",
            "            when 'pausing' then 3\n            when 'reducing' then 2",
            "A customer that pauses and reduces is one that only reduces.",
        ),
        (
            "swap",
            "        coalesce(claim.announced_on, claim.said_on) as announced_on,",
            "        claim.said_on as announced_on,",
            "A loss is announced on the day on which somebody wrote about it.",
        ),
        (
            "filter",
            "    where early.vendor_id <> later.vendor_id or early.customer_id <> "
            "later.customer_id",
            "",
            "A loss is announced anew by every later word about it.",
        ),
        (
            "order",
            "            coalesce(resolved.said_on, date '1900-01-01') asc, "
            "resolved.attribution_rank desc",
            "            coalesce(resolved.said_on, date '1900-01-01') asc, "
            "resolved.attribution_rank asc",
            "On one day the rumour is in force, not the filing.",
        ),
    ),
    *of(
        "int_sources",
        (
            "as of",
            "where published_on is null or {{ known_by_as_of('published_on') }}",
            "",
            "The build of a day lists documents that came later.",
        ),
    ),
    *of(
        "int_standing_claims",
        (
            "filter",
            "    claimed.basis <> 'actual'\n"
            "    or (vendor_coverage.company_id is null and customer_coverage.company_id "
            "is null)",
            "    (vendor_coverage.company_id is null and customer_coverage.company_id is null)",
            "Plans vanish where a ledger is complete.",
        ),
        (
            "comparison",
            "    or (vendor_coverage.company_id is null and customer_coverage.company_id is null)",
            "    or (vendor_coverage.company_id is null or customer_coverage.company_id is null)",
            "A claim stands beside a complete ledger, and the money counts twice.",
        ),
        (
            "key",
            "        and vendor_coverage.side = 'vendor'",
            "",
            "A company's ledger of what it buys silences every claim about what it sells.",
        ),
    ),
    *of(
        "int_companies",
        (
            "union",
            "    union\n"
            "\n"
            "    select coalesce(name.company_id, coverage.company_id) as company_id\n"
            "    from {{ ref('stg_ledger_coverage') }} as coverage\n"
            "    left join {{ ref('stg_company_names') }} as name\n"
            "        on coverage.company_id = name.name\n"
            "    where {{ known_by_as_of('coverage.covered_from') }}",
            "",
            "A company with a complete ledger and not one line in it does not exist.",
        ),
        (
            "as of",
            "    where {{ known_by_as_of('coverage.covered_from') }}",
            "",
            "The build of a day lists a company whose ledger began later.",
        ),
    ),
    *of(
        "int_company_ancestors",
        (
            "comparison",
            "            and chain.valid_from <= control.valid_to",
            "            and chain.valid_from < control.valid_to",
            "Links that have one day in common make no chain on that day.",
        ),
        (
            "min max",
            "        least(chain.valid_to, control.valid_to) as valid_to,",
            "        greatest(chain.valid_to, control.valid_to) as valid_to,",
            "A company belongs to a group that has sold its parent.",
        ),
        (
            "as of",
            '    where {{ known_by_as_of("coalesce(control_row.valid_from, date '
            "'1900-01-01')\") }}",
            "",
            "The build of a day knows of an acquisition that came later.",
        ),
    ),
    *of(
        "int_company_groups",
        (
            "order",
            "            order by ancestor.depth desc",
            "            order by ancestor.depth asc",
            "The group is the parent, not the parent's parent.",
        ),
        (
            "off by one",
            "        cast({{ dbt.dateadd('day', 1, 'valid_to') }} as date) as changes_on",
            "        valid_to as changes_on",
            "A company leaves its group a day early.",
        ),
    ),
    *of(
        "int_market_vendors",
        (
            "distinct",
            "group by market_vendor.market_id, name.company_id",
            "",
            "A vendor listed under two names sells in two markets.",
        ),
    ),
    *of(
        "int_rivalries",
        (
            "union",
            "    union all\n"
            "\n"
            "    select\n"
            "        rival_id as company_id,\n"
            "        company_id as rival_id,\n"
            "        arena,\n"
            "        known_on,\n"
            "        source_id,\n"
            "        file,\n"
            "        line,\n"
            "        row_key\n"
            "    from known",
            "",
            "Only one of two rivals minds the other.",
        ),
        (
            "as of",
            "    where {{ known_by_as_of(\"coalesce(source.published_on, date '1900-01-01')\") }}",
            "",
            "The build of a day knows of a rivalry that was written about later.",
        ),
        (
            "key",
            "            partition by company_id, rival_id, coalesce(arena, '')",
            "            partition by company_id, rival_id",
            "Two companies compete in one arena only.",
        ),
    ),
    *of(
        "int_covered_periods",
        (
            "off by one",
            "        case\n"
            "            when covered_from <= {{ dbt.dateadd('day', 1, \"max(covered_to) over (",
            "        case\n"
            "            when covered_from <= {{ dbt.dateadd('day', 0, \"max(covered_to) over (",
            "A ledger in two files, one after the other, does not cover their year.",
        ),
        (
            "comparison",
            "        merged.covered_from <= period.period_start",
            "        merged.covered_from < period.period_start",
            "A ledger that begins with the year does not cover it.",
        ),
        (
            "comparison",
            "        and merged.covered_to >= period.period_end",
            "        and merged.covered_to >= period.period_start",
            "A year covered in part counts as complete: missing payments are zero.",
        ),
        (
            "key",
            "                partition by company_id, side\n"
            "                order by covered_from, covered_to",
            "                partition by company_id\n"
            "                order by covered_from, covered_to",
            "What a company sells and what it buys are one ledger.",
        ),
        (
            "as of",
            "        {{ not_after_as_of('coverage_row.covered_to') }} as covered_to",
            "        coverage_row.covered_to",
            "On a day in June the ledger is complete until December.",
        ),
        (
            "min max",
            "        max(covered_to) as covered_to",
            "        min(covered_to) as covered_to",
            "Of two stretches that overlap only the shorter is covered.",
        ),
    ),
    *of(
        "int_ledger_market_revenue",
        (
            "min max",
            "certain_amount + least(uncertain_amount, 0)",
            "certain_amount + greatest(uncertain_amount, 0)",
            "Payments without a market are certain to be in each market of the vendor.",
        ),
        (
            "default",
            "case when is_vendor_covered then certain_amount + greatest(uncertain_amount, 0) end",
            "certain_amount + greatest(uncertain_amount, 0)",
            "Outside coverage what was seen is all there was.",
        ),
    ),
    *of(
        "int_ledger_markets",
        (
            "filter",
            "    and coalesce(vendor_group.ultimate_parent_id, ledger.vendor_id)\n"
            "    <> coalesce(customer_group.ultimate_parent_id, ledger.customer_id)",
            "",
            "What a group pays itself is part of the market.",
        ),
        (
            "filter",
            "    and (line_market.is_certain or ledger.is_vendor_covered)",
            "",
            "A stray payment makes a vendor's revenue in each of its markets known.",
        ),
    ),
    *of(
        "int_ledger_months",
        (
            "currency",
            "            and payment.paid_on between rate.valid_from and rate.valid_to",
            "            and {{ dbt.last_day('payment.paid_on', 'month') }} between "
            "rate.valid_from and rate.valid_to",
            "A payment is converted at the rate of the end of its month.",
        ),
        (
            "as of",
            "    where {{ known_by_as_of('payment.paid_on') }}",
            "",
            "The build of a day holds payments that were made later.",
        ),
    ),
    *of(
        "int_ledger_spend",
        (
            "comparison",
            "    vendor_coverage.company_id is not null or customer_coverage.company_id "
            "is not null as is_covered",
            "    vendor_coverage.company_id is not null and customer_coverage.company_id "
            "is not null as is_covered",
            "A payment in a complete ledger is a lower bound unless the other side's is "
            "complete, too.",
        ),
    ),
    *of(
        "join_coverage",
        (
            "key",
            "            and {{ side }}_coverage.side = '{{ side }}'",
            "",
            "The ledger of what a company buys makes its sales complete.",
        ),
    ),
    *of(
        "int_line_markets",
        (
            "filter",
            "(market_vendor.markets_of_vendor = 1 or line.market_id = 'unclassified')",
            "line.market_id = 'unclassified'",
            "What a vendor of one market sells stands in the market that a payment names.",
        ),
        (
            "filter",
            "        and (market_vendor.markets_of_vendor = 1 or line.market_id = 'unclassified')",
            "",
            "A payment that names a market may belong to any of the vendor's.",
        ),
    ),
    *of(
        "int_month_periods",
        (
            "as of",
            "            max({{ not_after_as_of('covered_to') }}) as last_day",
            "            max(covered_to) as last_day",
            "The build of a day has periods that lie after it.",
        ),
        (
            "comparison",
            "        and ledger_month.month_end <= claim.period_end",
            "        and ledger_month.month_end < claim.period_end",
            "A fiscal year by the ledger has eleven months.",
        ),
    ),
    *of(
        "int_claim_members",
        (
            "filter",
            "        basis in ('actual', 'planned')",
            "        basis = 'actual'",
            "A plan for a parent and that for its subsidiary are added up.",
        ),
        (
            "off by one",
            "            claim.vendor_id = lineage.ancestor_id\n"
            "            and claim.period_end between",
            "            claim.vendor_id = lineage.ancestor_id\n"
            "            and claim.period_start between",
            "A parent's claim does not hold the company that it bought during the year.",
        ),
    ),
    *of(
        "int_company_figures",
        (
            "min max",
            "        case when ledger.amount > claim.amount_low then",
            "        case when ledger.amount < claim.amount_low then",
            "Payments above what is claimed are no lower bound.",
        ),
        (
            "filter",
            "            when ledger.amount > claim.amount_high then null",
            "",
            "Payments above what is claimed stand above the high.",
        ),
        (
            "filter",
            "    where is_customer_covered",
            "    where is_covered",
            "The ledger of one vendor makes a customer's whole budget.",
        ),
        (
            "tier",
            "        case when claim.metric is null then 0 else claim.tier end as tier,",
            "        0 as tier,",
            "A rumour is called a ledger.",
        ),
    ),
    *of(
        "int_company_market_revenue",
        (
            "order",
            "            case when is_covered then 2 else 4 end as preference",
            "            case when is_covered then 2 else 2 end as preference",
            "A stray payment beats what the vendor says of its revenue in a market.",
        ),
        (
            "filter",
            "        and (sole_market.market_id is null or claim.market_id = "
            "sole_market.market_id)",
            "",
            "A vendor that sells in one market only has revenue in another.",
        ),
    ),
    *of(
        "int_figures_inside_claims",
        (
            "default",
            "    between_claims.metric is null as is_direct",
            "    true as is_direct",
            "A subsidiary's subsidiary is counted at both of its parents.",
        ),
    ),
    *of(
        "int_group_figures",
        (
            "filter",
            " and (metric <> 'customer_spend' or vendor_group_id <> customer_group_id)",
            "",
            "What a company pays itself makes it a customer of its own.",
        ),
    ),
    *of(
        "int_summed_figures",
        (
            "filter",
            "where is_topmost and not is_alone and (",
            "where not is_alone and (",
            "A subsidiary is counted in its parent's figure and once more.",
        ),
        (
            "filter",
            " and (metric <> 'customer_spend' or vendor_group_id <> customer_group_id)",
            "",
            "What a group pays itself makes it a customer of its own.",
        ),
        (
            "null",
            "            when count(amount_high) = count(*)\n                then sum(",
            "            when count(amount_high) > 0\n                then sum(",
            "A company whose spend has no limit adds nothing to its group's.",
        ),
        (
            "min max",
            "    min(case when is_covered then 1 else 0 end) = 1 as is_covered",
            "    max(case when is_covered then 1 else 0 end) = 1 as is_covered",
            "One company's complete ledger makes the group's complete.",
        ),
        (
            "coalesce",
            "    cast(sum(greatest(amount_low, least_amount) - coalesce(internal_amount, 0)) as",
            "    cast(sum(greatest(amount_low, least_amount) - internal_amount) as",
            "A group that pays itself nothing has no revenue.",
        ),
    ),
    *of(
        "int_grouped_figures",
        (
            "filter",
            "    where inside.is_direct",
            "",
            "What a claim about a parent holds is counted once for each level below.",
        ),
        (
            "swap",
            "                    then inside.amount_low - coalesce(internal.amount, 0)",
            "                    then inside.amount_low",
            "What subsidiaries pay each other raises their parent's revenue.",
        ),
        (
            "filter",
            "    and internal.amount is null as is_alone",
            "    as is_alone",
            "What a company in no group pays itself is revenue.",
        ),
        (
            "join",
            "    and related_customer.company_id is null\n",
            "",
            "A vendor in no group has two rows for two companies that are one customer.",
        ),
    ),
    *of(
        "int_internal_figures",
        (
            "filter",
            "where is_vendor_covered\ngroup by vendor_id",
            "group by vendor_id",
            "Payments within a group are taken off a revenue that they are no part of.",
        ),
    ),
    *of(
        "int_known_totals",
        (
            "aggregate",
            "    or bool_and(coalesce(grouped",
            "    or bool_or(coalesce(grouped",
            "One company's revenue counts as its group's.",
        ),
        (
            "filter",
            "            and origin = 'reported'",
            "",
            "The ledger of a group's head counts as the group's revenue.",
        ),
        (
            "filter",
            " or coverage.side is not null)",
            ")",
            "A member that sold nothing makes its group's total unknown.",
        ),
    ),
    *of(
        "int_market_revenue",
        (
            "filter",
            "        sum(case when contained.vendor_id is null then grouped.amount_low "
            "end) as amount_low,",
            "        sum(grouped.amount_low) as amount_low,",
            "A subsidiary counts in its market twice.",
        ),
        (
            "aggregate",
            "        bool_and(grouped.is_covered) as is_covered",
            "        bool_or(grouped.is_covered) as is_covered",
            "One company's complete ledger makes its group's share of the market exact.",
        ),
    ),
    *of(
        "int_bounds",
        (
            "rounding",
            "cast(round(hhi_{{ bound }} * 10000, 6) as",
            "cast(round(hhi_{{ bound }} * 10000, 0) as",
            "An index of 1,800.4 is not above 1,800.",
        ),
    ),
    *of(
        "int_bounds_exact",
        (
            "off by one",
            "range(0, units_in_one + 1)",
            "range(1, units_in_one + 1)",
            "The greatest index stands where nobody below the threshold is left, and is not tried.",
            "A total is never below what is named, so a residual of nothing stands at "
            "its low, which is tried anyway.",
        ),
        (
            "union",
            "    where cap = 'share' and total_high is null",
            "    where false",
            "A total without a limit is taken to stay small.",
        ),
        (
            "swap",
            "    cast(named.named as double) / cast(named.total_low as double) as named_high,",
            "    cast(named.named as double) / cast(named.total_high as double) as named_high,",
            "The named have at the most what they have at the least.",
        ),
        (
            "swap",
            "cast(named.squares as double) / cast(named.total_high as double) / cast",
            "cast(named.squares as double) / cast(named.total_low as double) / cast",
            "The least index is taken over a revenue that may be larger.",
        ),
    ),
    *of(
        "int_bounds_share",
        (
            "min max",
            "            when 'largest_only' then max(high_share)",
            "            when 'largest_only' then max(low_share)",
            "Nobody not named may be as large as the largest named can be.",
        ),
        (
            "min max",
            "                then coalesce(min(customer_high_share),",
            "                then coalesce(max(customer_high_share),",
            "Beside the named top customers somebody larger than the smallest may stand.",
        ),
        (
            "comparison",
            "        case when low_cents > 0 then high_share end as customer_high_share",
            "        case when low_cents >= 0 then high_share end as customer_high_share",
            "Who may have spent nothing, and is then no customer, limits everybody not named.",
        ),
        (
            "order",
            "                order by part.low_share + part.high_share desc, part.part_id asc",
            "                order by part.low_share + part.high_share asc, part.part_id asc",
            "The greatest index is reached with the wrong customers at their most, and is too low.",
        ),
        (
            "off by one",
            "                rows between unbounded preceding and 1 preceding",
            "                rows between unbounded preceding and current row",
            "A customer's own room counts as already spent: the greatest index is too low.",
        ),
    ),
    *of(
        "int_bounds_sum",
        (
            "null",
            "order by high_cents desc nulls first",
            "order by high_cents desc nulls last",
            "A customer without a limit is the smallest.",
        ),
        (
            "comparison",
            "        when summed.parts <= {{ k }} then 1",
            "        when summed.parts < {{ k }} then 1",
            "Where three are named, the top three have less than everything.",
        ),
    ),
    *of(
        "int_concentration",
        (
            "comparison",
            "        when hhi_low > {{ var('hhi_threshold') }} then 'above'",
            "        when hhi_low >= {{ var('hhi_threshold') }} then 'above'",
            "An index of exactly 1,800 is above 1,800.",
        ),
        (
            "comparison",
            "        when hhi_high <= {{ var('hhi_threshold') }} then 'not_above'",
            "        when hhi_high < {{ var('hhi_threshold') }} then 'not_above'",
            "An index of 1,800 at the most is undetermined.",
        ),
        (
            "filter",
            " or total_basis = 'known_vendors' then 'undetermined'",
            " then 'undetermined'",
            "A market of which two vendors are known is concentrated.",
        ),
        (
            "filter",
            "        when is_contradicted or method = 'none'",
            "        when method = 'none'",
            "A vendor whose customers spent more than it earned has a verdict.",
        ),
        (
            "swap",
            "    cast(round(10000 / nullif(cast(hhi_high as double), 0), 6) as "
            "decimal(18, 6)) as effective_parts_low,",
            "    cast(round(10000 / nullif(cast(hhi_low as double), 0), 6) as "
            "decimal(18, 6)) as effective_parts_low,",
            "There are at the least as many customers in effect as at the most.",
        ),
        (
            "swap",
            "greatest(total_low_cents - named_high_cents, 0)",
            "greatest(total_low_cents - named_low_cents, 0)",
            "What is left to those not named is at the least too much.",
        ),
        (
            "off by one",
            "                cast(floor(1 / {{ share }} + 1e-7) as bigint)",
            "                cast(floor(1 / {{ share }} - 1e-7) as bigint)",
            "Of ten customers with ten percent each, nine can be major.",
        ),
    ),
    *of(
        "int_concentration_parts",
        (
            "default",
            "    case when amount_low = amount_high then amount_low else amount end as amount,",
            "    amount,",
            "Two sides that meet, each stated by somebody else, are no point.",
        ),
    ),
    *of(
        "int_concentration_totals",
        (
            "comparison",
            "    having count(*) = max(market_vendor.vendors_in_market)",
            "    having count(*) >= 1",
            "One vendor's complete ledger makes its market's size.",
        ),
        (
            "filter",
            " and min(case when revenue.is_covered then 1 else 0 end) = 1",
            "",
            "A market is known by its ledgers though one vendor's covers its group in part only.",
        ),
        (
            "filter",
            " and basis = 'actual'",
            "",
            "A forecast is the market's size.",
        ),
        (
            "filter",
            "    case when is_total then amount_high end as amount_high,",
            "    amount_high,",
            "What was seen of a group is all that it has.",
        ),
    ),
    *of(
        "int_concentration_wholes",
        (
            "filter",
            "            when total_basis = 'ledger' and undisclosed_cents = 0 then 'complete'",
            "            when total_basis = 'ledger' then 'complete'",
            "Redacted payments are nobody's, and the index is exact.",
        ),
        (
            "min max",
            "            else greatest(stated_low_cents, named_low_cents)",
            "            else stated_low_cents",
            "Customers that spent more than the revenue have more than everything.",
        ),
        (
            "join",
            "    full outer join {{ changed_part(ref('int_part_sums')) }} as summed",
            "    left join {{ changed_part(ref('int_part_sums')) }} as summed",
            "A vendor whose revenue nobody states has no known customers.",
        ),
        (
            "filter",
            "        case when amount_low > 0 then amount_low else 0 end as amount,",
            "        amount_low as amount,",
            "A credit to a redacted name makes all others larger than everything.",
        ),
        (
            "tier",
            "        greatest(coalesce(total.tier, summed.tier), coalesce(summed.tier, "
            "total.tier)) as tier,",
            "        least(coalesce(total.tier, summed.tier), coalesce(summed.tier, "
            "total.tier)) as tier,",
            "A share of a filing and a rumour looks as good as the filing.",
        ),
        (
            "comparison",
            "        or coalesce(total_basis = 'reported' and named_low_cents > "
            "stated_high_cents, false)",
            "        or coalesce(total_basis = 'reported' and named_low_cents >= "
            "stated_high_cents, false)",
            "A vendor that names all its customers contradicts itself.",
        ),
    ),
    *of(
        "int_exact_totals",
        (
            "union",
            ", '(turn + 1)'",
            "",
            "The greatest index of the largest named and equals is not found.",
        ),
        (
            "union",
            ", 'most_units'",
            "",
            "The total at which the last unit fits is not tried.",
        ),
        (
            "swap",
            "        case when residual_rule = 'largest_only' then greatest_high_cents "
            "else least_high_cents end as unit",
            "        least_high_cents as unit",
            "Beside the largest named, nobody else may be larger than the smallest named.",
        ),
        (
            "filter",
            "{{ cents('case when part.amount > 0 then part.amount else 0 end') }} as cents",
            "{{ cents('part.amount') }} as cents",
            "A customer that got money back counts as if it had paid it.",
        ),
    ),
    *of(
        "int_greatest_sum_index",
        (
            "min max",
            "    max(cast(squares as double)",
            "    min(cast(squares as double)",
            "The greatest index is the least.",
        ),
    ),
    *of(
        "int_interval_parts",
        (
            "rounding",
            "'high_cents * ' ~ one ~ ' + total_low_cents - 1'",
            "'high_cents * ' ~ one",
            "An upper bound of a share is rounded down.",
        ),
        (
            "filter",
            ", {{ one }} - named_low_share + low_share)",
            ")",
            "A customer may have more than what the others leave.",
        ),
        (
            "filter",
            "        not coalesce(is_contradicted, false) and sum(",
            "        sum(",
            "Shares are believed of a vendor that contradicts itself.",
        ),
    ),
    *of(
        "int_least_sum_index",
        (
            "swap",
            "        high_cents * high_cents as squares_change,",
            "        low_cents * high_cents as squares_change,",
            "The least index is less than it can be.",
        ),
    ),
    *of(
        "int_part_shares",
        (
            "swap",
            "then total_high_cents else {{ one }} end as low_whole,",
            "then total_low_cents else {{ one }} end as low_whole,",
            "A share is at the least what it is at the most.",
        ),
        (
            "comparison",
            "low_part * 10000 >= low_whole",
            "low_part * 10000 > low_whole",
            "A customer with exactly ten percent is not major.",
        ),
        (
            "order",
            "ascending(part_order('stated_share_high'))",
            "ascending(part_order('stated_share_high') | reverse)",
            "The largest customer is the smallest.",
        ),
        (
            "off by one",
            "        rows between unbounded preceding and current row",
            "        rows between unbounded preceding and 1 preceding",
            "The first customer's cumulative share is empty, the second's the first's.",
        ),
    ),
    *of(
        "int_major_parts",
        (
            "min max",
            "    max(share_low) as top_part_share_low,",
            "    max(case when part_rank = 1 then share_low end) as top_part_share_low,",
            "The largest has less at the least than another has.",
        ),
    ),
    *of(
        "int_part_sums",
        (
            "order",
            "first_by('part_id', part_order())",
            "first_by('part_id', part_order()[2:])",
            "The largest customer is the first by name.",
        ),
        (
            "filter",
            "    count(case when high_cents is null or high_cents > 0 then 1 end) as part_count,",
            "    count(*) as part_count,",
            "Whoever got money back is a named customer.",
        ),
        (
            "min max",
            "    cast(min(case when high_cents > 0 then high_cents end) as",
            "    cast(min(high_cents) as",
            "A customer that spent nothing makes everybody not named spend nothing.",
        ),
        (
            "comparison",
            "sum(case when amount_low < 0 then amount_low end)",
            "sum(case when amount_low < 0 then -amount_low end)",
            "Credits are revenue.",
        ),
    ),
    *of(
        "int_change_claims",
        (
            "default",
            "        and coalesce(customer_group.ultimate_parent_id, claim.customer_id)\n"
            "        = coalesce(member_customer_group.ultimate_parent_id, "
            "claim.member_customer_id) as is_same_group",
            "        or true as is_same_group",
            "What a group has sold since is still in last year's figure, and so lost.",
        ),
    ),
    *of(
        "int_change_periods",
        (
            "off by one",
            "            when 'half_year' then -6",
            "            when 'half_year' then -12",
            "A half-year has no half-year before it.",
        ),
    ),
    *of(
        "int_group_changes",
        (
            "null",
            "        case when count(spend.{{ side }}_amount) = count(*) then "
            "sum(spend.{{ side }}_amount) end",
            "        sum(spend.{{ side }}_amount)",
            "A company whose spend is unknown spent nothing.",
        ),
        (
            "aggregate",
            "    bool_and(spend.{{ side }}_is_covered)",
            "    bool_or(spend.{{ side }}_is_covered)",
            "One company's complete ledger makes the group's.",
        ),
    ),
    *of(
        "int_movements",
        (
            "comparison",
            "        when change.closing_amount <= 0 then 'churn'",
            "        when change.closing_amount < 0 then 'churn'",
            "A customer that spends nothing any more has contracted.",
        ),
        (
            "default",
            "        when change.opening_amount <= 0 and returned.vendor_id is not null "
            "then 'reactivation'",
            "",
            "A customer that comes back is a new one.",
        ),
        (
            "filter",
            "        and opening_is_known",
            "",
            "A customer of whom nothing was known before has a movement.",
        ),
        (
            "filter",
            "        or vendor_id = 'undisclosed'\n"
            "        or customer_id = 'undisclosed' as is_unknown",
            "        or vendor_id = 'undisclosed' as is_unknown",
            "The redacted are one customer, which expands and contracts.",
        ),
        (
            "swap",
            "    cast(change.closing_amount - change.opening_amount as decimal(18, 2)) "
            "as change_amount,",
            "    cast(change.opening_amount - change.closing_amount as decimal(18, 2)) "
            "as change_amount,",
            "What is lost is gained.",
        ),
    ),
    *of(
        "int_plan_shortfalls",
        (
            "swap",
            "coalesce(plan_low - actual_high, 0)",
            "coalesce(plan_low - actual_low, 0)",
            "A customer that may have kept its plan has missed it.",
        ),
        (
            "filter",
            "        and inside.member_vendor_id is null",
            "",
            "A plan of a subsidiary is missed beside the parent's that holds it.",
        ),
        (
            "coalesce",
            "plan_high - coalesce(actual_low, 0)",
            "plan_high - actual_low",
            "Where only the most of the spend is known, a plan cannot be missed.",
        ),
    ),
    *of(
        "int_retention",
        (
            "comparison",
            "            when closing_amount < opening_amount then closing_amount",
            "            when closing_amount > opening_amount then closing_amount",
            "Gross retention counts what customers bought more.",
        ),
        (
            "filter",
            "            when movement = 'unknown' or opening_amount <= 0 or "
            "closing_amount <= 0 then 0\n"
            "            else closing_amount",
            "            when movement = 'unknown' or closing_amount <= 0 then 0\n"
            "            else closing_amount",
            "Net retention counts new customers.",
        ),
        (
            "comparison",
            "        total.companies > 1",
            "        total.companies > 2",
            "What a customer of one company bought from another of the group is left out.",
        ),
    ),
    *of(
        "int_first_spend",
        (
            "comparison",
            "    and figure.amount_low > 0",
            "    and figure.amount_low >= 0",
            "A customer that never paid has come back.",
        ),
        (
            "min max",
            "    min(figure.period_end) as first_period_end",
            "    max(figure.period_end) as first_period_end",
            "A customer that spends again is new.",
        ),
        (
            "filter",
            "    and figure.vendor_group_id <> figure.customer_group_id",
            "",
            "A company that was sold comes back as a customer.",
        ),
    ),
    *of(
        "int_returned_customers",
        (
            "off by one",
            "        and by_customer.period_start > first_spend.first_period_end",
            "        and by_customer.period_end >= first_spend.first_period_end",
            "A customer that spends for the first time has come back.",
        ),
    ),
    *of(
        "int_revenue_bridge",
        (
            "min max",
            "then greatest(0, opening_amount - closing_amount) end",
            "then opening_amount - closing_amount end",
            "What one customer buys more makes up for what another leaves.",
        ),
        (
            "swap",
            "    total.closing_amount_low - total.opening_amount_high as net_low,",
            "    total.closing_amount_low - total.opening_amount_low as net_low,",
            "The least change of revenue is not the least.",
        ),
        (
            "filter",
            "        and customer_id <> 'undisclosed'",
            "",
            "The redacted, taken for one customer, are lost.",
        ),
    ),
    *of(
        "int_spend_changes",
        (
            "off by one",
            "    {{ join_group('vendor_group', 'pair.vendor_id', 'pair.period_end') }}",
            "    {{ join_group('vendor_group', 'pair.vendor_id', 'pair.period_start') }}",
            "A vendor bought during the year has lost its customers to its buyer.",
        ),
        (
            "null",
            "_is_contained or (' ~ side ~ '_is_covered is null and ' ~ side ~ '_has_coverage)' %}",
            "_is_contained' %}",
            "A missing payment in a complete ledger is unknown, and nobody churns.",
        ),
        (
            "filter",
            "when {{ side }}_is_split or {{ zero }} then 0 else",
            "when {{ zero }} then 0 else",
            "All of a group's claim stays with what is left of the group.",
        ),
        (
            "filter",
            "coalesce(seller.{{ side }}_is_covered or buyer.{{ side }}_is_covered, false)",
            "coalesce(seller.{{ side }}_is_covered, false)",
            "A buyer's complete ledger says nothing about what it no longer buys.",
        ),
        (
            "filter",
            " or {{ side }}_is_disputed then null",
            " then null",
            "A figure that its parts contradict is exact.",
        ),
        (
            "default",
            "            when is_revenue then {{ side }}_amount",
            "            else {{ side }}_amount",
            "A customer's spend that is known as a range has an exact change.",
        ),
    ),
    *of(
        "int_vendor_changes",
        (
            "filter",
            "        when {{ side }}_parts_low > {{ side }}_net_low then {{ side }}_parts_low\n"
            "        else",
            "        else",
            "A vendor earned less than its customers paid.",
        ),
        (
            "coalesce",
            "        summed.{{ side }}_revenue_low - coalesce(own.{{ side }}_amount, 0) "
            "as {{ side }}_net_low,",
            "        summed.{{ side }}_revenue_low as {{ side }}_net_low,",
            "What a group pays itself is part of its revenue.",
        ),
    ),
    *of(
        "int_commitment_years",
        (
            "min max",
            "        least(ends.stated_end_on, ends.measured_on) as last_day,",
            "        ends.stated_end_on as last_day,",
            "A commitment reaches into years of which nothing is known.",
        ),
        (
            "filter",
            "    where value.value_type = 'committed'",
            "",
            "What is expected is committed.",
        ),
    ),
    *of(
        "int_committed_revenue",
        (
            "filter",
            "    where vendor_group_id <> customer_group_id",
            "",
            "A group's commitment to itself is revenue.",
        ),
        (
            "null",
            "        when count(amount_high) = count(*) then cast(sum(amount_high) as "
            "decimal(18, 2))",
            "        when true then cast(sum(amount_high) as decimal(18, 2))",
            "A commitment without a limit adds nothing.",
        ),
    ),
    *of(
        "int_contract_amounts",
        (
            "filter",
            "    case when value_type = 'committed' then enforceable_low else 0 end as "
            "enforceable_amount_low,",
            "    enforceable_low as enforceable_amount_low,",
            "What is merely expected can be enforced.",
        ),
        (
            "filter",
            "        when not has_value or value_type = 'expected' then 0\n"
            "        else enforceable_high",
            "        when not has_value then 0\n        else enforceable_high",
            "What is merely expected may be enforced.",
        ),
        (
            "swap",
            "        when value_type = 'committed' then scheduled_high - high_to_earliest_end",
            "        when value_type = 'committed' then scheduled_high - enforceable_high",
            "What can be cancelled is too little.",
        ),
    ),
    *of(
        "int_contract_ends",
        (
            "null",
            "        when termination_penalty = 'no' and notice_days is not null then "
            "notice_end_on",
            "        when termination_penalty = 'no' then notice_end_on",
            "A notice that nobody states takes no day.",
        ),
        (
            "off by one",
            "        greatest(cast({{ dbt.dateadd('day', 1, 'measured_on') }} as date), "
            "term_start_on) as first_day,",
            "        greatest(measured_on, term_start_on) as first_day,",
            "The last known day is still to come.",
        ),
        (
            "min max",
            "        least(\n            cast({{ dbt.dateadd('day', 'coalesce(notice_days, 0)'",
            "        greatest(\n            cast({{ dbt.dateadd('day', 'coalesce(notice_days, 0)'",
            "Notice binds beyond the end of the contract.",
        ),
        (
            "default",
            "    coalesce(termination_penalty = 'yes', false) as binds_to_stated_end,",
            "    coalesce(termination_penalty = 'yes', true) as binds_to_stated_end,",
            "A contract of whose penalty nothing is known binds to its end.",
        ),
    ),
    *of(
        "int_contract_parts",
        (
            "rounding",
            "            else 365 * whole_months + 12 * odd_days",
            "            else 360 * whole_months + 12 * odd_days",
            "Twelve months of a contract are less than its year.",
        ),
        (
            "off by one",
            "                then calendar_months - 1",
            "                then calendar_months",
            "A month that is not over counts as whole.",
        ),
    ),
    *of(
        "int_contract_values",
        (
            "filter",
            "            when coalesce(value_type, '') <> 'ceiling' and coalesce(value_low",
            "            when coalesce(value_low",
            "A ceiling is revenue.",
        ),
    ),
    *of(
        "int_last_known_day",
        (
            "union",
            "    union all\n"
            "\n"
            "    select max(covered_to) as last_day from {{ ref('stg_ledger_coverage') }}",
            "",
            "A ledger without a payment in December ends in November.",
        ),
    ),
    *of(
        "int_leaving_customers",
        (
            "comparison",
            "    where signal.place > coalesce(last_staying.place, 0)",
            "",
            "A customer that has said it stays is leaving.",
        ),
        (
            "filter",
            "        vendor_id <> customer_id\n        and is_superseded",
            "        is_superseded",
            "A group leaves itself.",
        ),
        (
            "order",
            "        min_by(announced_on, case",
            "        max_by(announced_on, case",
            "A loss is announced by the last word about it.",
        ),
        (
            "min max",
            "        min(leaving_rank) as leaving_rank,",
            "        max(leaving_rank) as leaving_rank,",
            "A customer that leaves is quoted by whoever said the weakest word.",
        ),
        (
            "filter",
            "    case when effective_from > effective_to then null else effective_to end "
            "as effective_to,",
            "    effective_to,",
            "A loss is over before it begins.",
        ),
        (
            "default",
            "else assumed.lost_share_high end, 1)",
            "else assumed.lost_share_high end, 0)",
            "Of how much is lost when nobody says so, nothing is.",
        ),
        (
            "default",
            "        case when not said.is_share_stated then assumed.lost_share_base end "
            "as assumed_share_base",
            "        assumed.lost_share_base as assumed_share_base",
            "A share that somebody states as a range has the assumed point.",
        ),
        (
            "filter",
            "        and is_superseded is distinct from true",
            "",
            "A company leaves though its group has said that it stays.",
        ),
    ),
    *of(
        "int_loss_caps",
        (
            "default",
            "        total.residual_rule in ('largest_only', 'top_customers', "
            "'over_threshold') as has_limit,",
            "        true as has_limit,",
            "Nobody not named is larger than the largest named, though nobody says so.",
        ),
        (
            "min max",
            "                then greatest(largest_amount, threshold_amount)",
            "                then least(largest_amount, threshold_amount)",
            "A customer under the threshold is never larger than the largest named.",
        ),
        (
            "min max",
            "                then greatest(largest_amount, planned_amount, threshold_amount)",
            "                then greatest(largest_amount, threshold_amount)",
            "Plans of the largest named are no measure of what others may plan.",
        ),
    ),
    *of(
        "int_loss_covered_years",
        (
            "comparison",
            "having count(*) = pairs.pair_count",
            "having count(*) >= 1",
            "One subsidiary's complete ledger without the customer makes the group's "
            "spend nothing.",
        ),
        (
            "filter",
            "    where redacted.vendor_id is null",
            "",
            "A customer that may be a redacted one spent nothing.",
        ),
    ),
    *of(
        "int_loss_events",
        (
            "comparison",
            "            and event.announced_on >= deal.dealt_on",
            "",
            "A customer left over a deal that came after it.",
        ),
        (
            "order",
            "            order by deal_before.dealt_on desc",
            "            order by deal_before.dealt_on asc",
            "A loss hangs on the first deal, not the latest.",
        ),
        (
            "null",
            "        coalesce(status, '') <> 'abandoned'",
            "        status <> 'abandoned'",
            "A deal whose state nobody tells moves nobody.",
        ),
        (
            "order",
            "            order by contract.notice_given_on desc",
            "            order by contract.notice_given_on asc",
            "Spend declines from a notice of years ago.",
        ),
        (
            "coalesce",
            "    coalesce(ranked_notice.notice_given_on, event.announced_on) as notice_on",
            "    event.announced_on as notice_on",
            "A contract's notice does not make spend decline.",
        ),
    ),
    *of(
        "int_loss_figures",
        (
            "filter",
            "where contained.loss_event_id is null",
            "where true",
            "A subsidiary's spend is added to its parent's that holds it.",
        ),
    ),
    *of(
        "int_loss_members",
        (
            "off by one",
            "        and side.announced_on between member.valid_from and member.valid_to",
            "",
            "A company that was bought later leaves, too.",
        ),
    ),
    *of(
        "int_loss_rates",
        (
            "min max",
            "coalesce(least(baseline_rate_low, plan_rate_low), 0)",
            "coalesce(greatest(baseline_rate_low, plan_rate_low), 0)",
            "The least loss is that of the greater of plan and past.",
        ),
        (
            "min max",
            "            else greatest(baseline_rate_high, plan_rate_high)",
            "            else least(baseline_rate_high, plan_rate_high)",
            "The greatest loss is that of the lesser of plan and past.",
        ),
        (
            "order",
            "            else coalesce(plan_amount, baseline_amount)",
            "            else coalesce(baseline_amount, plan_amount)",
            "The base scenario is the past, though there is a plan.",
        ),
        (
            "null",
            "            when has_baseline and baseline_rate_high is null or has_plan "
            "and plan_rate_high is null then null",
            "",
            "A plan without a limit is limited by the past.",
        ),
    ),
    *of(
        "int_loss_realised",
        (
            "swap",
            "    cast(baseline_amount_low - actual_amount_high as decimal(18, 2)) as "
            "realised_lost_amount_low,",
            "    cast(baseline_amount_low - actual_amount_low as decimal(18, 2)) as "
            "realised_lost_amount_low,",
            "What was lost at the least is too much.",
        ),
    ),
    *of(
        "int_loss_spend",
        (
            "comparison",
            "            when basis = 'actual' and period_end < announced_on then 'baseline'",
            "            when basis = 'actual' and period_start < announced_on then 'baseline'",
            "The year of the loss is its own baseline.",
        ),
        (
            "order",
            "            order by case when period_grain = 'year' then 0 else 1 end, "
            "period_end desc",
            "            order by case when period_grain = 'year' then 0 else 1 end, "
            "period_end asc",
            "The baseline is the first year known, not the latest.",
        ),
    ),
    *of(
        "int_loss_totals",
        (
            "comparison",
            "            and event.announced_on > whole.period_end",
            "            and event.announced_on > whole.period_start",
            "A loss is measured by the revenue of the year that it ended in.",
        ),
        (
            "filter",
            "            when year_total.residual_rule = 'complete' or "
            "year_total.residual_amount_high < 0 then 0",
            "            when year_total.residual_amount_high < 0 then 0",
            "Where everybody is named, somebody else may still have spent what the ranges leave.",
        ),
        (
            "filter",
            "where regrouped_year.loss_event_id is null",
            "",
            "A group's revenue of before a merger counts as that of after it.",
        ),
    ),
    *of(
        "int_loss_window_days",
        (
            "off by one",
            "dbt.dateadd('day', -1, dbt.dateadd('month', 12, 'announced_on'))",
            "dbt.dateadd('day', 0, dbt.dateadd('month', 12, 'announced_on'))",
            "The twelve months after a loss are twelve months and a day.",
        ),
        (
            "default",
            "    cast(coalesce(step_days, 0) as bigint) as days_low,",
            "    cast(coalesce(step_days, open_days) as bigint) as days_low,",
            "A loss of which nobody says when it begins begins at once.",
        ),
        (
            "off by one",
            "                then least({{ dbt.datediff('notice_on', 'day_after', 'day') "
            "}}, decline_days)",
            "                then least({{ dbt.datediff('notice_on', 'window_end', "
            "'day') }}, decline_days)",
            "A decline ends a day before the window does.",
        ),
        (
            "filter",
            "        greatest({{ dbt.datediff('notice_on', 'window_start', 'day') }}, 0) "
            "as decline_from,",
            "        0 as decline_from,",
            "What declined before the window is lost in it once more.",
        ),
        (
            "min max",
            "{{ days_inclusive('greatest(effective_from, window_start)', "
            "'least(effective_to, window_end)') }}",
            "{{ days_inclusive('greatest(effective_from, window_start)', 'window_end') }}",
            "A pause is for good.",
        ),
    ),
    *of(
        "int_loss_windows",
        (
            "swap",
            "lost_amount('rate.rate_amount_low', 'event.lost_share_low'",
            "lost_amount('rate.rate_amount_low', 'event.lost_share_high'",
            "The least loss is that of the greatest share.",
        ),
    ),
    *of(
        "int_vendor_risks",
        (
            "filter",
            "        least(\n"
            "            case when count(lost_amount_high) = count(*) then "
            "sum(lost_amount_high) end,\n"
            "            max(residual_amount_high)\n"
            "        ) as amount_high",
            "        case when count(lost_amount_high) = count(*) then "
            "sum(lost_amount_high) end as amount_high",
            "Customers not named lose together more than the vendor has beside the named.",
        ),
        (
            "aggregate",
            "        count(case when is_spend_known then 1 end) as known_customers,",
            "        count(*) as known_customers,",
            "Every customer that leaves has a known spend.",
        ),
        (
            "null",
            "            when count(case when is_spend_known then lost_amount_high end) "
            "= count(case when is_spend_known then 1 end)",
            "            when true",
            "A customer whose spend has no limit risks nothing.",
        ),
    ),
    *of(
        "int_flow_cells",
        (
            "min max",
            "    greatest(lost + gained - total, 0) as flow_low,",
            "    0 as flow_low,",
            "What must have gone from one vendor to another may not have.",
        ),
        (
            "min max",
            "    least(lost, gained) as flow_high",
            "    lost as flow_high",
            "More went to a vendor than it gained.",
        ),
    ),
    *of(
        "int_flow_changes",
        (
            "filter",
            "    where vendor_id <> customer_id",
            "",
            "What a group pays itself flows.",
        ),
        (
            "filter",
            "            and line_market.is_certain",
            "",
            "Payments without a market flow in each market of their vendor.",
        ),
        (
            "off by one",
            "    {{ join_group('vendor_group', 'ledger.vendor_id', 'compared.period_end') }}",
            "    {{ join_group('vendor_group', 'ledger.vendor_id', 'compared.period_start') }}",
            "A vendor that was bought loses all to its buyer.",
        ),
        (
            "key",
            "            and later.period_grain = earlier.period_grain",
            "",
            "A quarter is compared with the year before it.",
        ),
        (
            "filter",
            "        greatest(sum(case when is_opening = 0 then amount else 0 end), 0) "
            "as closing_amount",
            "        sum(case when is_opening = 0 then amount else 0 end) as closing_amount",
            "A credit makes a vendor lose more than it had.",
        ),
    ),
    *of(
        "int_flow_margins",
        (
            "comparison",
            ">= {{ least_share }} *",
            "> {{ least_share }} *",
            "A vendor with exactly one percent of what moved is not shown.",
        ),
        (
            "swap",
            "then 'new_demand' else 'left_market' end",
            "then 'left_market' else 'new_demand' end",
            "What left the market came into it.",
        ),
    ),
    *of(
        "int_conflict_exposures",
        (
            "min max",
            "else least(high_cents, residual_cents) end",
            "else high_cents end",
            "Rivals whose spend is unknown have together more than the vendor has beside "
            "the named.",
        ),
        (
            "swap",
            "cast(in_conflict.low_cents as double) / "
            "nullif(cast(exposed.total_high_cents as double), 0) as share_low",
            "cast(in_conflict.low_cents as double) / nullif(cast(exposed.total_low_cents "
            "as double), 0) as share_low",
            "The revenue in conflict is at the least too much.",
        ),
        (
            "coalesce",
            "        coalesce(spent.customer_id is not null or "
            "baseline.unknown_customer_cents = 0, false) as is_spend_known,",
            "        spent.customer_id is not null as is_spend_known,",
            "Of a vendor that has named everybody, others may have spent something.",
        ),
    ),
    *of(
        "int_owners",
        (
            "aggregate",
            "        least(sum(stake_low), 1) as stake_low,",
            "        least(max(stake_low), 1) as stake_low,",
            "Two stakes in one company do not add up.",
        ),
        (
            "min max",
            "        min(status_rank) as status_rank,",
            "        max(status_rank) as status_rank,",
            "A stake of which a part is only announced is closed.",
        ),
    ),
    *of(
        "int_ownership_chains",
        (
            "min max",
            "        cast(chain.stake_low * next_stake.stake_low as decimal(20, 18)) as stake_low,",
            "        cast(least(chain.stake_low, next_stake.stake_low) as decimal(20, "
            "18)) as stake_low,",
            "Half of a half is a half.",
        ),
        (
            "min max",
            "        least(chain.voting_rank, next_stake.voting_rank) as voting_rank,",
            "        greatest(chain.voting_rank, next_stake.voting_rank) as voting_rank,",
            "Whoever has no vote in between votes all the same.",
        ),
        (
            "min max",
            "        greatest(chain.since, next_stake.since) as since,",
            "        least(chain.since, next_stake.since) as since,",
            "A chain holds before its last link does.",
        ),
    ),
    *of(
        "int_ownership_conflicts",
        (
            "filter",
            "    where company_id <> rival_id",
            "",
            "A group is its own rival.",
        ),
    ),
    *of(
        "int_stakes",
        (
            "default",
            "        coalesce(stake_pct_high, 100)",
            "        coalesce(stake_pct_high, 0)",
            "A stake of unknown size is none.",
        ),
        (
            "null",
            "        and coalesce(status, 'reported') <> 'abandoned'",
            "        and status <> 'abandoned'",
            "A stake whose state nobody tells is no conflict.",
        ),
        (
            "filter",
            "        deal_type in ('equity_stake', 'acquisition')",
            "        deal_type in ('equity_stake', 'acquisition', 'asset_purchase')",
            "Whoever bought machines from a vendor owns a part of it.",
        ),
    ),
    *of(
        "int_vendor_baselines",
        (
            "order",
            "            order by case period_grain when 'year' then 1 else 2 end, period_end desc",
            "            order by case period_grain when 'year' then 1 else 2 end, period_end asc",
            "What is in conflict is measured by the first year known.",
        ),
        (
            "min max",
            "            then least(residual_cents, greatest(greatest_high_cents, "
            "threshold_cents))",
            "            then least(residual_cents, greatest_high_cents)",
            "Customers under the threshold are no larger than the largest named.",
        ),
        (
            "filter",
            "        and count(regrouped_vendor.vendor_id) = 0 as is_total,",
            "        as is_total,",
            "A group's revenue of before a merger counts as that of after it.",
        ),
    ),
    *of(
        "int_vendor_spenders",
        (
            "union",
            "    union all\n"
            "\n"
            "    select\n"
            "        vendor_id,\n"
            "        customer_id\n"
            "    from {{ ref('int_contracts') }}",
            "",
            "A customer known by its contract alone is in no conflict.",
        ),
    ),
    *of(
        "int_demand_claims",
        (
            "filter",
            "        when claim.metric = 'demand_multiple' then claim.value_{{ bound }}",
            "        when false then claim.value_{{ bound }}",
            "Ten times the demand is ten euros in dollars.",
        ),
    ),
    *of(
        "int_shift_amounts",
        (
            "comparison",
            "        when claimed_amount_low > deal_amount_high then 'exceeds_released'",
            "        when claimed_amount_low >= deal_amount_high then 'exceeds_released'",
            "A claim of all that was released cannot be true.",
        ),
        (
            "swap",
            "        when claimed_amount_high <= deal_named_amount_low then 'plausible'",
            "        when claimed_amount_high <= deal_named_amount_high then 'plausible'",
            "A claim is plausible though less may have been released.",
        ),
        (
            "swap",
            "        when claimed_amount_low > deal_amount_high then",
            "        when claimed_amount_low > released_amount_high then",
            "A claim about a deal is judged by one customer alone.",
        ),
        (
            "default",
            "        coalesce(diversion.ratio_numerator, 1) as ratio_numerator,",
            "        coalesce(diversion.ratio_numerator, 0) as ratio_numerator,",
            "A competitor whose revenue is unknown gains nothing.",
        ),
    ),
    *of(
        "int_shift_claim_bounds",
        (
            "tier",
            "        min(case when value_low is not null then tier end)",
            "        max(case when value_low is not null then tier end)",
            "What an analyst says a competitor gains beats its filing.",
        ),
    ),
    *of(
        "int_shift_claims",
        (
            "filter",
            "            and coalesce(competitor.cause_on <= claim.said_on, true)",
            "",
            "What a competitor said before the event is about it.",
        ),
        (
            "order",
            "                coalesce(claim.period_end, date '2199-12-31') asc,",
            "                coalesce(claim.period_end, date '2199-12-31') desc,",
            "Of two claims the one furthest from the event counts.",
        ),
    ),
    *of(
        "int_shift_competitors",
        (
            "swap",
            "        coalesce(deal.event_on, loss.announced_on) as cause_on,",
            "        loss.announced_on as cause_on,",
            "What was claimed between a deal and a loss that it led to is about neither.",
        ),
        (
            "null",
            "        and coalesce(status, 'reported') <> 'abandoned'",
            "        and status <> 'abandoned'",
            "A deal whose state nobody tells moves no demand.",
        ),
    ),
    *of(
        "int_shift_diversions",
        (
            "off by one",
            "            and competitor.event_on > revenue.period_end",
            "            and competitor.event_on > revenue.period_start",
            "Demand goes to whoever was large after the event.",
        ),
        (
            "swap",
            "        all_low_cents - low_cents + high_cents as least_total_cents",
            "        all_low_cents as least_total_cents",
            "A competitor's greatest share is above what it can be, or below.",
        ),
    ),
    *of(
        "int_shift_releases",
        (
            "min max",
            "            else least(sum(lost_amount_high), max(residual_amount_high))",
            "            else sum(lost_amount_high)",
            "Customers not named release together more than there was.",
        ),
        (
            "comparison",
            "        case when sum(windows) = max(loss_events) and count(amount_high) = "
            "count(*) then sum(amount_high) end",
            "        case when count(amount_high) = count(*) then sum(amount_high) end",
            "A customer of whom nobody knows when it left releases nothing.",
        ),
    ),
    *of(
        "int_shift_shares",
        (
            "comparison",
            "        case when competitor.event_on > part.period_end then 'before' else "
            "'after' end as side,",
            "        case when competitor.event_on > part.period_start then 'before' "
            "else 'after' end as side,",
            "The share in the year of the event is the share before it.",
        ),
        (
            "order",
            "                case when side = 'after' then period_end end asc",
            "                case when side = 'after' then period_end end desc",
            "The share after the event is the latest, not the next.",
        ),
    ),
    *of(
        "int_claim_periods",
        (
            "comparison",
            "        and behind.period_end <= period.period_end",
            "        and behind.period_end < period.period_end",
            "Behind a year's figure stands no claim about the year.",
        ),
        (
            "filter",
            "        or (metric = 'customer_spend' and coalesce(amount_low, amount_high) is null)",
            "",
            "Behind a spend that is a share of the revenue no revenue stands.",
        ),
    ),
    *of(
        "int_claim_evidence",
        (
            "filter",
            " and figure.basis = claim.basis'\n"
            "        ~ ' and ' ~ in_market, \"figure.metric = 'customer_spend'\"),",
            "'\n        ~ ' and ' ~ in_market, \"figure.metric = 'customer_spend'\"),",
            "Behind an actual spend stands the plan.",
        ),
    ),
    *of(
        "int_computed_bounds",
        (
            "swap",
            "cast(floor(spend.amount_low / nullif(total.amount_high, 0) * 1e9) / 1e9 as",
            "cast(floor(spend.amount_low / nullif(total.amount_low, 0) * 1e9) / 1e9 as",
            "A share that fits the amounts contradicts them.",
        ),
        (
            "filter",
            "where is_stated and (parts_exceed or parts_fall_short)",
            "where is_stated and parts_exceed",
            "Quarters that make less than their year are no conflict.",
        ),
    ),
    *of(
        "int_conflicts",
        (
            "comparison",
            "            and (first_claim.low > second_claim.high or",
            "            and (first_claim.low >= second_claim.high or",
            "Two claims that agree in one amount contradict each other.",
        ),
        (
            "key",
            "            and first_signal.said_on = second_signal.said_on",
            "",
            "A customer that changes its mind contradicts itself.",
        ),
    ),
    *of(
        "int_ledger_bounds",
        (
            "default",
            "    case when line.is_covered then sum(line.amount) end as amount_high",
            "    sum(line.amount) as amount_high",
            "A claim above what was seen of a customer contradicts the ledger.",
        ),
    ),
    *of(
        "int_ledger_evidence",
        (
            "filter",
            " and vendor_group_id <> customer_group_id as is_named",
            " as is_named",
            "Behind a loss stand payments within the vendor's group.",
        ),
    ),
    *of(
        "int_reconciliation",
        (
            "join",
            "full outer join accepted",
            "inner join accepted",
            "A file of which no row is accepted is not in the reconciliation.",
        ),
    ),
    *of(
        "build",
        (
            "key",
            ", 'flow_min_share', 'dbt_version'",
            ", 'dbt_version'",
            "Two builds with other thresholds have one id.",
        ),
    ),
    *of(
        "ledger_lines",
        (
            "filter",
            " and line.customer_id = 'undisclosed'",
            " and line.customer_id = 'nobody'",
            "Behind everybody not named stands no payment.",
        ),
        (
            "filter",
            "    ('revenue_retention', both, none, of_vendor ~ ' and not ' ~ own),",
            "    ('revenue_retention', both, none, of_vendor),",
            "Behind a vendor's movements stand payments within its group.",
        ),
        (
            "filter",
            "    ('market_concentration', both, 'vendor', "
            "in_market ~ ' and not line_market.is_certain'),",
            "",
            "Behind a market stand no payments that may belong to it.",
        ),
        (
            "off by one",
            "'covered.opening_start' if mart == 'demand_flows'",
            "'covered.period_start' if mart == 'demand_flows'",
            "Behind flows stand no payments of the period before.",
        ),
        (
            "off by one",
            "        min(first_day) as first_day",
            "        max(first_day) as first_day",
            "Behind what a vendor lost does not stand what it had.",
        ),
    ),
    *of(
        "fct_spend",
        (
            "default",
            "        case when is_covered then amount end as amount_high,",
            "        amount as amount_high,",
            "A payment outside coverage is all there was.",
        ),
        (
            "comparison",
            "        vendor_coverage.company_id is not null or customer_coverage.company_id "
            "is not null as is_covered",
            "        vendor_coverage.company_id is not null and customer_coverage.company_id "
            "is not null as is_covered",
            "A month of a complete ledger is exact only where the other side's is complete, too.",
        ),
    ),
    *of(
        "fct_vendor_revenue",
        (
            "filter",
            "    where is_vendor_covered",
            "",
            "The payments that were seen are the vendor's revenue.",
        ),
    ),
    *of(
        "dim_companies",
        (
            "filter",
            "        and parent.depth = 1",
            "",
            "A company has several parents at a time.",
        ),
    ),
    *of(
        "dim_periods",
        (
            "off by one",
            "    cast({{ dbt.datediff('period_start', 'period_end', 'day') }} as "
            "integer) + 1 as days",
            "    cast({{ dbt.datediff('period_start', 'period_end', 'day') }} as integer) as days",
            "June has 29 days.",
        ),
    ),
    *of(
        "vendor_customers",
        (
            "swap",
            "        1 - named_share_high as share_low,\n"
            "        1 - named_share_low as share_high,",
            "        1 - named_share_low as share_low,\n"
            "        1 - named_share_high as share_high,",
            "Those not named have at the least what they have at the most.",
        ),
    ),
    *of(
        "market_concentration",
        (
            "swap",
            "    concentration.top4_share_high as cr4_high,",
            "    concentration.top3_share_high as cr4_high,",
            "The four largest have what the three largest have.",
        ),
    ),
    *of(
        "contract_runoff",
        (
            "default",
            "    case when ends.earliest_end_on = ends.latest_end_on then "
            "ends.latest_end_on end as enforceable_end_on,",
            "    ends.latest_end_on as enforceable_end_on,",
            "A contract whose end nobody knows binds to the latest day.",
        ),
    ),
    *of(
        "lost_revenue",
        (
            "join",
            "left join {{ ref('int_loss_windows') }} as next_12_months",
            "inner join {{ ref('int_loss_windows') }} as next_12_months",
            "A customer that leaves on a day that nobody knows does not leave.",
        ),
        (
            "swap",
            "    event_year.lost_amount_low as lost_event_year_amount_low,",
            "    next_12_months.lost_amount_low as lost_event_year_amount_low,",
            "What is lost in the year is what is lost in twelve months.",
        ),
    ),
    *of(
        "revenue_at_risk",
        (
            "swap",
            "cast(risk.at_risk_named_amount_low as double) / "
            "cast(risk.revenue_amount_high as double), 9",
            "cast(risk.at_risk_named_amount_low as double) / "
            "cast(risk.revenue_amount_low as double), 9",
            "The share at risk is at the least too much.",
        ),
    ),
    *of(
        "revenue_retention",
        (
            "swap",
            "        kept_amount / nullif(base_amount + opening_residual_high, 0) as gross_low,",
            "        kept_amount / nullif(base_amount + opening_residual_low, 0) as gross_low,",
            "Retention is at the least too much, since the others were more.",
        ),
        (
            "filter",
            "            when is_known_in_part then case when base_amount > 0 or "
            "opening_residual_low > 0 then 1 end",
            "",
            "What a customer bought elsewhere in the group is no reason to doubt a rate.",
        ),
    ),
    *of(
        "vendor_revenue_bridge",
        (
            "swap",
            "    cast(bridge.net_low + bridge.lost_low as decimal(18, 2)) as "
            "replacement_amount_low,",
            "    cast(bridge.net_low + bridge.lost_high as decimal(18, 2)) as "
            "replacement_amount_low,",
            "What others bought more is at the least too much.",
        ),
    ),
    *of(
        "competitor_demand_shifts",
        (
            "join",
            "left join {{ ref('int_shift_shares') }} as share_{{ side }}",
            "inner join {{ ref('int_shift_shares') }} as share_{{ side }}",
            "A competitor whose share is not known gains nothing.",
        ),
    ),
    *of(
        "demand_flows",
        (
            "swap",
            "        {{ from_cents('sum(flow_low)') }} as flow_amount_low,",
            "        {{ from_cents('sum(flow)') }} as flow_amount_low,",
            "The likeliest flow is the least.",
        ),
    ),
    *of(
        "neutrality_conflicts",
        (
            "swap",
            "    exposure.exposed_amount_low,",
            "    exposure.exposed_amount_high as exposed_amount_low,",
            "What hangs on a rival is at the least what it is at the most.",
        ),
    ),
    *of(
        "add_totals",
        (
            "null",
            "        case when count(amount_high) = count(*) then sum(amount_high) end "
            "as amount_high,",
            "        sum(amount_high) as amount_high,",
            "A quarter without a limit adds nothing to its year.",
        ),
        (
            "default",
            "            coalesce(listed_markets = markets_of_vendor, false) as is_complete,",
            "            true as is_complete,",
            "The markets that were stated are all in which a vendor sells.",
        ),
        (
            "filter",
            "            and figure.basis not in ('run_rate', 'ceiling')",
            "            and figure.basis not in ('run_rate')",
            "Ceilings add up to a year's.",
        ),
        (
            "comparison",
            "            finer_part.periods = {{ coarser.months // finer.months }} as is_complete,",
            "            finer_part.periods >= 1 as is_complete,",
            "Three quarters are a year.",
        ),
        (
            "filter",
            "        figure.parts_exceed or coalesce(parts.least_amount > "
            "figure.amount_high, false) as parts_exceed,",
            "        figure.parts_exceed,",
            "Quarters above their year are no conflict.",
        ),
        (
            "filter",
            " and figure.metric <> 'market_size'",
            "",
            "The sizes of all markets are the size of one.",
        ),
    ),
    *of(
        "leaves_others",
        (
            "filter",
            " and ({{ of }}residual_rule <> 'complete' or {{ of }}has_undisclosed))",
            " and {{ of }}residual_rule <> 'complete')",
            "Redacted credits are in no row.",
        ),
    ),
    *of(
        "best_claim",
        (
            "tier",
            "                then cast(9 - tier as",
            "                then cast(tier as",
            "An analyst's date beats the filing's.",
        ),
        (
            "default",
            "'0000-00-00') || row_key",
            "'9999-99-99') || row_key",
            "A word that nobody dated is the latest.",
        ),
    ),
    *of(
        "day_before_next",
        (
            "off by one",
            "dbt.dateadd('day', -1, 'lead('",
            "dbt.dateadd('day', 0, 'lead('",
            "On the day of a change two rates hold, and money counts twice.",
        ),
    ),
    *of(
        "in_reporting_currency",
        (
            "rounding",
            "'2 * abs(' ~ cents(amount) ~ ') * ' ~ usd ~ ' + ' ~ reporting, '2 * '",
            "'2 * abs(' ~ cents(amount) ~ ') * ' ~ usd, '2 * '",
            "Half a cent is cut off, not rounded.",
        ),
        (
            "rounding",
            "        else cast(round(cast({{ amount }} as decimal(20, 2)) * {{ rate "
            "}}.usd_per_unit, 2) as decimal(18, 2))",
            "        else cast(round(cast({{ amount }} as decimal(20, 2)) * {{ rate "
            "}}.usd_per_unit, 0) as decimal(18, 2))",
            "Money is converted to whole dollars.",
        ),
    ),
    *of(
        "known_claims",
        (
            "as of",
            "        {{ known_by_as_of('greatest(coalesce(",
            "        {{ known_by_as_of('least(coalesce(",
            "A claim counts before the paper that holds it is published.",
        ),
        (
            "min max",
            "        greatest(\n            coalesce(claim.stated_on",
            "        least(\n            coalesce(claim.stated_on",
            "A claim is known before the paper that holds it is published.",
        ),
        (
            "tier",
            "            when 'filing' then 1",
            "            when 'filing' then 2",
            "A filing is worth no more than a rumour.",
        ),
        (
            "default",
            "            else 2",
            "            else 3",
            "What a company says is worth no more than an analyst's guess.",
        ),
    ),
    *of(
        "known_by_as_of",
        (
            "as of",
            '" <= date \'"',
            '" < date \'"',
            "What was said on the day was not known on the day.",
        ),
    ),
    *of(
        "lost_amount",
        (
            "off by one",
            "'day') }} + 1, 0)",
            "'day') }}, 0)",
            "A year has 364 days.",
        ),
        (
            "rounding",
            "'2 * ' ~ lost ~ ' + ' ~ whole, '2 * ' ~ whole",
            "'2 * ' ~ lost, '2 * ' ~ whole",
            "Half a cent of a loss is cut off, not rounded.",
        ),
    ),
    *of(
        "part_of_amount",
        (
            "rounding",
            "' * ' ~ part ~ ' + ' ~ of_whole, '2 * '",
            "' * ' ~ part, '2 * '",
            "Half a cent of a contract is cut off, not rounded.",
        ),
    ),
    *of(
        "period_grain",
        (
            "filter",
            "            {{ months_between_inclusive(first_day, last_day) }} = 3\n"
            "            and extract(month from {{ first_day }}) in (1, 4, 7, 10) then "
            "'quarter'",
            "            {{ months_between_inclusive(first_day, last_day) }} = 3\n"
            "            then 'quarter'",
            "February to April is a quarter.",
        ),
    ),
    *of(
        "period_grains",
        (
            "off by one",
            " ~ ') as integer) + 12 - ' ~ grain.first_month ~ ') % '",
            " ~ ') as integer) + 11 - ' ~ grain.first_month ~ ') % '",
            "The year begins in February.",
        ),
    ),
    *of(
        "same_key",
        (
            "key",
            "{% macro same_period(one, other) %}\n"
            "            {{ one }}.period_start = {{ other }}.period_start\n"
            "            and {{ one }}.period_end = {{ other }}.period_end",
            "{% macro same_period(one, other) %}\n"
            "            {{ one }}.period_start = {{ other }}.period_start",
            "January, the first quarter and the year are one period.",
        ),
    ),
    *of(
        "ultimate_parent",
        (
            "key",
            "            and {{ day }} between {{ alias }}.valid_from and {{ alias }}.valid_to",
            "",
            "A company belongs to every group that it ever was in.",
        ),
    ),
    *of(
        "value_forms",
        (
            "rounding",
            "'^-?[0-9]{1,16}([.][0-9]{1,2})?$'",
            "'^-?[0-9]{1,16}([.][0-9]+)?$'",
            "An amount with three decimals is rounded without a word.",
        ),
    ),
    *of(
        "no_rate_rule",
        (
            "default",
            "\"), date '9999-12-31')\"",
            "\"), date '1900-01-01')\"",
            "Money in a currency without a rate is accepted, and lost.",
        ),
        (
            "currency",
            "        'contracts': ['ends_on', 'stated_on'],",
            "        'contracts': ['stated_on', 'ends_on'],",
            "A contract is converted at the rate of the day on which somebody wrote about it.",
        ),
        (
            "currency",
            "        'deals': ['closed_on', 'announced_on', 'stated_on'],",
            "        'deals': ['announced_on', 'closed_on', 'stated_on'],",
            "A deal is converted at the rate of its announcement, not of its closing.",
        ),
        (
            "currency",
            "        'demand_claims': ['period_end', 'stated_on'],",
            "        'demand_claims': ['stated_on', 'period_end'],",
            "What a competitor gains is converted at the rate of the day on which it said so.",
        ),
    ),
    *of(
        "row_rules",
        (
            "null",
            "((\" ~ low ~ ' is null) <> (' ~ high ~ ' is null) or '",
            "('",
            "A ceiling of which only one side is stated is accepted.",
        ),
    ),
    *of(
        "broken_rules",
        (
            "comparison",
            "    having count(*) > 1",
            "    having count(*) > 2",
            "A payment that stands in the file twice is paid twice.",
        ),
    ),
    *of(
        "accepted_rows",
        (
            "filter",
            "    where row_key not in (select row_key from {{ ref('chk_' ~ input) }})",
            "",
            "Rejected rows count.",
        ),
    ),
    *of(
        "ledger_evidence",
        (
            "aggregate",
            "    sum(line_count) as line_count,",
            "    count(*) as line_count,",
            "Behind a figure stand fewer payments than it has.",
        ),
    ),
    *of(
        "publish",
        (
            "filter",
            "['success', 'pass', 'warn', 'no-op']",
            "['success', 'pass', 'warn', 'no-op', 'fail']",
            "A build that fails its tests is published.",
        ),
        (
            "filter",
            "    {% if flags.WHICH != 'build' %}",
            "    {% if flags.WHICH == 'seed' %}",
            "Models that no test has seen are published.",
        ),
    ),
]
