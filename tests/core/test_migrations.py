"""The history of the database: it goes up, it goes down, and the models agree."""

from collections.abc import Callable

from sqlalchemy import create_engine, text

from core import migrations


def test_the_migrations_go_down_to_nothing_and_up_again(
    make_database: Callable[[str], str],
):
    engine = create_engine(make_database("migrations"))

    migrations.downgrade(engine, "base")
    with engine.connect() as connection:
        left = connection.scalars(
            text(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                " AND tablename <> 'alembic_version'"
            )
        ).all()
    assert left == []

    migrations.upgrade(engine)
    migrations.check(engine)
    engine.dispose()
