from __future__ import annotations

from django.db import migrations

# Reading every description anew for each search took PostgreSQL most of a second with
# 4,000 products. The column is PostgreSQL's own affair, so no model knows it; to change
# the type of one of its sources, drop it first.
ADD = """
ALTER TABLE catalog_product ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', name), 'A')
    || setweight(to_tsvector('english', brand), 'B')
    || setweight(to_tsvector('english', description), 'D')
) STORED
"""
REMOVE = "ALTER TABLE catalog_product DROP COLUMN words"


def add_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunPython(add_words, remove_words)]
