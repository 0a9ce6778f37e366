from __future__ import annotations

from django.db import migrations

# The words of a product with those of its categories, which are in another table: a
# generated column cannot have them, so triggers keep them. PostgreSQL's own affair, so
# no model knows the column. The functions compare values themselves: a trigger that
# names columns would forbid to change their types.
KEEP_WORDS = """
DROP INDEX IF EXISTS catalog_product_words;
ALTER TABLE catalog_product DROP COLUMN IF EXISTS words;
ALTER TABLE catalog_product ADD COLUMN words tsvector;

CREATE FUNCTION catalog_product_set_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.words IS NOT NULL
        AND (NEW.name, NEW.brand, NEW.category_id, NEW.description)
            IS NOT DISTINCT FROM
            (OLD.name, OLD.brand, OLD.category_id, OLD.description)
    THEN
        RETURN NEW;
    END IF;
    NEW.words := setweight(to_tsvector('english', NEW.name), 'A')
        || setweight(to_tsvector('english', NEW.brand), 'B')
        || coalesce((
            SELECT setweight(to_tsvector('english', category.name), 'B')
                || setweight(to_tsvector('english', coalesce(parent.name, '')), 'C')
            FROM catalog_category category
            LEFT JOIN catalog_category parent ON parent.id = category.parent_id
            WHERE category.id = NEW.category_id
        ), ''::tsvector)
        || setweight(to_tsvector('english', NEW.description), 'D');
    RETURN NEW;
END
$$;
CREATE TRIGGER catalog_product_words BEFORE INSERT OR UPDATE ON catalog_product
    FOR EACH ROW EXECUTE FUNCTION catalog_product_set_words();

CREATE FUNCTION catalog_category_renew_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.name, NEW.parent_id) IS DISTINCT FROM (OLD.name, OLD.parent_id) THEN
        UPDATE catalog_product SET words = NULL
        WHERE category_id = NEW.id OR category_id IN (
            SELECT id FROM catalog_category WHERE parent_id = NEW.id
        );
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER catalog_category_words AFTER UPDATE ON catalog_category
    FOR EACH ROW EXECUTE FUNCTION catalog_category_renew_words();

UPDATE catalog_product SET words = NULL;
CREATE INDEX catalog_product_words ON catalog_product USING gin (words);
CREATE INDEX catalog_product_name_words ON catalog_product
    USING gin (to_tsvector('english', name));
"""

GENERATE_WORDS = """
DROP INDEX catalog_product_name_words;
DROP TRIGGER catalog_category_words ON catalog_category;
DROP FUNCTION catalog_category_renew_words;
DROP TRIGGER catalog_product_words ON catalog_product;
DROP FUNCTION catalog_product_set_words;
ALTER TABLE catalog_product DROP COLUMN words;
ALTER TABLE catalog_product ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', name), 'A')
    || setweight(to_tsvector('english', brand), 'B')
    || setweight(to_tsvector('english', description), 'D')
) STORED
"""


def keep_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(KEEP_WORDS)


def generate_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GENERATE_WORDS)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_picture_field")]

    operations = [migrations.RunPython(keep_words, generate_words)]
