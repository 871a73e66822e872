"""What the database itself holds true of the books, the events and the audit trail.

Revision: 0003, after 0002. Requirements LG-01, LG-02, LG-04 and LG-07.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("journal_entries", "postings", "audit_entries")

# Runs at commit, when all legs of an entry are there. A leg that is added to an entry
# of an earlier transaction makes that entry unbalanced too, and is refused.
BALANCED = """
CREATE FUNCTION postings_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong text;
BEGIN
  SELECT p.currency INTO wrong FROM postings p WHERE p.entry_id = NEW.entry_id
    GROUP BY p.currency HAVING sum(p.amount) <> 0 LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'journal entry % does not sum to zero in %', NEW.entry_id, wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'postings_sum_to_zero';
  END IF;
  RETURN NULL;
END $$
"""

HAS_POSTINGS = """
CREATE FUNCTION entry_has_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM postings p WHERE p.entry_id = NEW.id) THEN
    RAISE EXCEPTION 'journal entry % has no postings', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_has_postings';
  END IF;
  RETURN NULL;
END $$
"""

# A guarded account's balance is credits minus debits. It moves with its postings and in
# no other way; the CHECK on the table keeps it from going below zero.
FOLLOW = """
CREATE FUNCTION balance_follows_postings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account_currency text;
BEGIN
  UPDATE ledger_accounts SET balance = balance - NEW.amount
    WHERE id = NEW.account_id AND balance IS NOT NULL;
  SELECT currency INTO account_currency FROM ledger_accounts WHERE id = NEW.account_id;
  IF account_currency <> NEW.currency THEN
    RAISE EXCEPTION 'account % is kept in %, not in %',
      NEW.account_id, account_currency, NEW.currency USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$
"""

ONLY_BY_POSTING = """
CREATE FUNCTION balance_only_by_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'ledger accounts change by postings only'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
"""

STARTS_AT_ZERO = """
CREATE FUNCTION account_starts_at_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance <> 0 THEN
    RAISE EXCEPTION 'a ledger account is opened with a balance of zero'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for function in (BALANCED, HAS_POSTINGS, FOLLOW, ONLY_BY_POSTING, STARTS_AT_ZERO):
        op.execute(function)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    for table in (*APPEND_ONLY, "ledger_accounts"):
        op.execute(
            f"CREATE TRIGGER {table}_keep BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE CONSTRAINT TRIGGER postings_sum_to_zero AFTER INSERT ON postings"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " EXECUTE FUNCTION postings_balance()"
    )
    op.execute(
        "CREATE CONSTRAINT TRIGGER entry_has_postings AFTER INSERT ON journal_entries"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " EXECUTE FUNCTION entry_has_postings()"
    )
    op.execute(
        "CREATE TRIGGER postings_move_balance AFTER INSERT ON postings"
        " FOR EACH ROW EXECUTE FUNCTION balance_follows_postings()"
    )
    op.execute(
        "CREATE TRIGGER ledger_accounts_guard BEFORE UPDATE OR DELETE"
        " ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION balance_only_by_posting()"
    )
    op.execute(
        "CREATE TRIGGER ledger_accounts_open BEFORE INSERT ON ledger_accounts"
        " FOR EACH ROW EXECUTE FUNCTION account_starts_at_zero()"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in (
        "postings_balance",
        "entry_has_postings",
        "balance_follows_postings",
        "balance_only_by_posting",
        "account_starts_at_zero",
    ):
        op.execute(f"DROP FUNCTION {name}() CASCADE")
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    for table in (*APPEND_ONLY, "ledger_accounts"):
        op.execute(f"DROP TRIGGER {table}_keep ON {table}")
