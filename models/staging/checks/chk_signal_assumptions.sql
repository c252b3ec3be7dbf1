-- Grain: one row per broken rule of one row of signal_assumptions.
{{ broken_rules('signal_assumptions') }}
