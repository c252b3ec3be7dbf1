{#
    on-run-end: says of each data test that failed or warned what it shows, which rows it found and what to do.

    The words are those at the top of the test's SQL, the rows what that SQL returns: at most three, with twelve
    columns that are not empty. Rejected rows have a report of their own, and at most ten tests are told of.
#}
{% macro report_failed_tests(results) %}
    {% if not execute or flags.WHICH not in ('build', 'test') %}{{ return('') }}{% endif %}
    {% set found = [] %}
    {% for result in results if result.node.resource_type == 'test' and result.status in ('fail', 'warn')
        and result.node.name != 'no_rejected_rows' %}
        {% do found.append(result) %}
    {% endfor %}
    {% for result in found[:10] %}
        {% set sql = result.node.compiled_code %}
        {% set text = check_text(sql) %}
        {% set lines = [
            result.node.name ~ (' failed' if result.status == 'fail' else ' warns') ~ ' (found ' ~ result.failures ~ '): '
            ~ first_sentence(text.what),
            '  To do: ' ~ text.how[:1] | upper ~ text.how[1:],
        ] %}
        {% for row in run_query('select * from (\n' ~ sql ~ '\n) as failing_row limit 3') %}
            {% set values = [] %}
            {% for name, value in row.dict().items() if value is not none and values | length < 12 %}
                {% do values.append(name ~ ' ' ~ (value | string | truncate(60))) %}
            {% endfor %}
            {% do lines.append('  Row ' ~ loop.index ~ ': ' ~ values | join(', ')) %}
        {% endfor %}
        {% for line in lines %}
            {% do log(line.split('\n') | join(' '), info=true) %}
        {% endfor %}
    {% endfor %}
    {% if found | length > 10 %}
        {% do log('... and ' ~ (found | length - 10) ~ ' more data tests.', info=true) %}
    {% endif %}
    {% if found %}
        {% do log('All checks, what they show and who acts: docs/checks.md', info=true) %}
    {% endif %}
{% endmacro %}


{# The three parts of the comment at the top of a data test's SQL: {what, when, how}. #}
{% macro check_text(sql) %}
    {% set comment = [] %}
    {% set state = namespace(is_over=false) %}
    {% for line in sql.strip().split('\n') %}
        {% if not line.strip().startswith('--') %}{% set state.is_over = true %}{% endif %}
        {% if not state.is_over %}{% do comment.append(line.strip()[2:].strip()) %}{% endif %}
    {% endfor %}
    {% set parts = (comment | join(' ')).replace('When it matters:', 'How to resolve:').split('How to resolve:') %}
    {% set parts = (parts + ['', ''])[:3] %}
    {{ return({
        'what': parts[0].replace('What:', '').strip(), 'when': parts[1].strip(), 'how': parts[2].strip()
    }) }}
{% endmacro %}


{# A text up to the first full stop that ends a sentence, with a capital letter. #}
{% macro first_sentence(text) %}
    {% set sentence = text.split('. ')[0].rstrip('.') ~ '.' %}
    {{ return(sentence[:1] | upper ~ sentence[1:]) }}
{% endmacro %}
