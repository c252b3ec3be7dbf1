-- Grain: one row per broken rule of one row of ledger_coverage.
{{ broken_rules('ledger_coverage') }}
