"""Account links with their history, and consent receipts.

Links that stand are carried over from the grants; a consent that was given before has
no receipt but its text on the grant.

Revision: 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

APPEND_ONLY = ("link_changes", "consent_receipts")

LINKS_OF_LIVE_GRANTS = """
INSERT INTO account_links (id, account_id, organisation_id, subject, linked_at)
SELECT gen_random_uuid(), account_id, organisation_id, min(subject), min(granted_at)
FROM oauth_grants WHERE revoked_at IS NULL
GROUP BY account_id, organisation_id
"""

CHANGES_OF_LIVE_GRANTS = """
INSERT INTO link_changes (id, link_id, account_id, organisation_id, client_id, kind,
  side, scopes, swapped, changed_at)
SELECT gen_random_uuid(), l.id, g.account_id, g.organisation_id, g.client_id, 'linked',
  'participant', g.scopes, false, g.granted_at
FROM oauth_grants g
JOIN account_links l ON l.account_id = g.account_id
  AND l.organisation_id = g.organisation_id AND l.ended_at IS NULL
WHERE g.revoked_at IS NULL
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _make_links()
    _make_changes()
    _make_receipts()
    op.execute(LINKS_OF_LIVE_GRANTS)
    op.execute(CHANGES_OF_LIVE_GRANTS)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_keep BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("consent_receipts")
    op.drop_table("link_changes")
    op.drop_table("account_links")


def _make_links() -> None:
    op.create_table(
        "account_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("partner_account_index", sa.LargeBinary(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "ended_by IN ('participant', 'platform')",
            name=op.f("ck_account_links_ended_by_known"),
        ),
        *_owners("account_links"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
    )
    op.create_index(
        "uq_account_links_live",
        "account_links",
        ["account_id", "organisation_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_account_links_partner_account",
        "account_links",
        ["organisation_id", "partner_account_index"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_account_links_subject", "account_links", ["organisation_id", "subject"]
    )
    op.create_index(
        "ix_account_links_organisation", "account_links", ["organisation_id", "id"]
    )


def _make_changes() -> None:
    op.create_table(
        "link_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("swapped", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('linked', 'widened', 'allowed_once', 'account_named',"
            " 'program_unlinked', 'unlinked')",
            name=op.f("ck_link_changes_kind_known"),
        ),
        sa.CheckConstraint(
            "side IN ('participant', 'platform')",
            name=op.f("ck_link_changes_side_known"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["account_links.id"],
            name=op.f("fk_link_changes_link_id_account_links"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["oauth_clients.id"],
            name=op.f("fk_link_changes_client_id_oauth_clients"),
        ),
        *_owners("link_changes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_changes")),
    )
    op.create_index("ix_link_changes_account", "link_changes", ["account_id", "id"])
    op.create_index(
        "ix_link_changes_organisation",
        "link_changes",
        ["organisation_id", "account_id", "id"],
    )


def _make_receipts() -> None:
    words = ("kind", "organisation", "program", "subject", "language")
    op.create_table(
        "consent_receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("purposes", postgresql.JSONB(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("detail", postgresql.JSONB(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('linked', 'widened', 'renewed', 'once')",
            name=op.f("ck_consent_receipts_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["oauth_grants.id"],
            name=op.f("fk_consent_receipts_grant_id_oauth_grants"),
        ),
        *_owners("consent_receipts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_receipts")),
    )
    op.create_index(
        "ix_consent_receipts_account", "consent_receipts", ["account_id", "id"]
    )


def _owners(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in (
            ("account_id", "accounts"),
            ("organisation_id", "organisations"),
        )
    )
