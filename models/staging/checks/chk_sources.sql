-- Grain: one row per broken rule of one row of sources.
{{ broken_rules('sources') }}
