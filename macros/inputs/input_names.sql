{# The inputs of the project, in the order of DESIGN. #}
{% macro input_names() %}
    {{ return([
        'companies', 'company_parents', 'company_aliases', 'sources', 'contracts', 'deals', 'reported_figures',
        'customer_signals', 'demand_claims', 'payments', 'ledger_coverage', 'market_vendors', 'rivalries',
        'exchange_rates', 'signal_assumptions',
    ]) }}
{% endmacro %}
