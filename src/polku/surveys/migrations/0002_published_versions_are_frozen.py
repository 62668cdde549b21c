"""The store itself refuses to change what was published: no update path, whatever the code does."""

from django.db import migrations

FROZEN = "survey_id, number, promise, breakdowns, content, content_hash, told, published_at"

SQLITE = f"""
CREATE TRIGGER surveys_version_frozen BEFORE UPDATE OF {FROZEN} ON surveys_version
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); END
"""

POSTGRES = f"""
CREATE FUNCTION surveys_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER surveys_version_frozen BEFORE UPDATE OF {FROZEN} ON surveys_version
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION surveys_version_frozen();
"""


def freeze(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER surveys_version_frozen")
    else:
        schema_editor.execute("DROP TRIGGER surveys_version_frozen ON surveys_version")
        schema_editor.execute("DROP FUNCTION surveys_version_frozen()")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
