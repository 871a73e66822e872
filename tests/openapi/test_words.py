"""What a field is refused with is for the person who reads it."""

import marshmallow as ma
from marshmallow import class_registry


def fields_of(field):
    """A field with those inside it, and its validators with those inside them."""
    yield field
    if isinstance(field, ma.fields.List):
        yield from fields_of(field.inner)


def test_a_pattern_says_in_words_what_it_asks_for(app):
    schemas = [
        schema
        for found in class_registry._registry.values()
        for schema in (found if isinstance(found, list) else [found])
        if not isinstance(schema, dict)
    ]
    silent = {
        f"{schema.__name__}.{name}"
        for schema in schemas
        for name, declared in schema._declared_fields.items()
        for field in fields_of(declared)
        for validator in field.validators
        if isinstance(validator, ma.validate.Regexp)
        and not isinstance(validator, ma.validate.URL | ma.validate.Email)
        and validator.error == ma.validate.Regexp.default_message
    }

    assert len(schemas) > 100
    assert silent == set()
