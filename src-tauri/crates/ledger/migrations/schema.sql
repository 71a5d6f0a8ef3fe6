CREATE INDEX case_keys_in_bucket ON case_keys (bucket);

CREATE INDEX cases_due_for_erasure ON cases (retain_until_ms, stream) WHERE retain_until_ms IS NOT NULL AND hold = 0;

CREATE INDEX cases_in_archive ON cases (updated_ms, stream) WHERE archived = 1;

CREATE INDEX cases_in_hand ON cases (claimed_by, claim_until_ms) WHERE claimed_by IS NOT NULL;

CREATE INDEX cases_in_queue_order ON cases (status, behind, due_ms, stream) WHERE archived = 0;

CREATE INDEX outbox_in_due_order ON outbox (state, not_before_ms, ordinal);

CREATE INDEX records_of_kind ON records (kind);

CREATE TABLE bodies (
    seq      INTEGER NOT NULL REFERENCES records (seq),
    part     TEXT    NOT NULL,
    envelope BLOB    NOT NULL,
    PRIMARY KEY (seq, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE bucket_history (
    stream BLOB NOT NULL,
    bucket TEXT NOT NULL,
    PRIMARY KEY (stream, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE bucket_keys (
    bucket TEXT NOT NULL PRIMARY KEY,
    key_id BLOB NOT NULL UNIQUE,
    wrap   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE case_counts (
    status TEXT    NOT NULL PRIMARY KEY,
    count  INTEGER NOT NULL CHECK (count >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_keys (
    stream BLOB NOT NULL PRIMARY KEY,
    key_id BLOB NOT NULL,
    bucket TEXT NOT NULL REFERENCES bucket_keys (bucket) DEFERRABLE INITIALLY DEFERRED,
    wrap   BLOB NOT NULL
) STRICT;

CREATE TABLE cases (
    stream          BLOB    NOT NULL PRIMARY KEY,
    partner         TEXT    NOT NULL,
    reference       TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    outcome         TEXT,
    method          TEXT    NOT NULL,
    masked_name     TEXT    NOT NULL,
    masked_document TEXT    NOT NULL,
    masked_card     TEXT    NOT NULL,
    masked_phone    TEXT    NOT NULL,
    amount_minor    INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    language        TEXT    NOT NULL,
    received_ms     INTEGER NOT NULL,
    due_ms          INTEGER NOT NULL,
    updated_ms      INTEGER NOT NULL,
    claimed_by      BLOB,
    claim_until_ms  INTEGER,
    proposed_by     BLOB,
    checks          TEXT    NOT NULL,
    attention       TEXT,
    rank            INTEGER NOT NULL,
    rank_reason     TEXT    NOT NULL,
    -- The rank turned round, so that the queue's order ascends in every column and one comparison of
    -- row values finds the next page in the index.
    behind          INTEGER NOT NULL GENERATED ALWAYS AS (-rank) VIRTUAL, retain_until_ms INTEGER, hold INTEGER NOT NULL DEFAULT 0 CHECK (hold IN (0, 1)), archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    CHECK ((claimed_by IS NULL) = (claim_until_ms IS NULL)),
    -- In this order, so that the same index finds a reference whoever the partner is.
    UNIQUE (reference, partner)
) STRICT;

CREATE TABLE credentials (
    name   TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lookup (
    field  INTEGER NOT NULL,
    digest BLOB    NOT NULL,
    stream BLOB    NOT NULL,
    PRIMARY KEY (field, digest, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    ordinal       INTEGER PRIMARY KEY,
    stream        BLOB    NOT NULL,
    subject       BLOB    NOT NULL UNIQUE,
    kind          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    attempt       INTEGER NOT NULL CHECK (attempt >= 0),
    queued_ms     INTEGER NOT NULL,
    not_before_ms INTEGER NOT NULL,
    detail        TEXT
) STRICT;

CREATE TABLE outbox_counts (
    state TEXT    NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL CHECK (count >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    seq       INTEGER PRIMARY KEY CHECK (seq >= 0),
    id        BLOB    NOT NULL UNIQUE,
    stream    BLOB    NOT NULL,
    revision  INTEGER NOT NULL CHECK (revision >= 1),
    kind      TEXT    NOT NULL,
    header    BLOB    NOT NULL,
    hash      BLOB    NOT NULL,
    signature BLOB    NOT NULL,
    UNIQUE (stream, revision)
) STRICT;

CREATE TABLE store (
    only           INTEGER PRIMARY KEY CHECK (only = 1),
    oldest_program INTEGER NOT NULL
) STRICT;

CREATE TRIGGER bodies_never_change BEFORE UPDATE ON bodies
BEGIN SELECT RAISE(ABORT, 'bodies never change'); END;

CREATE TRIGGER bucket_remembered AFTER INSERT ON case_keys
BEGIN
    INSERT INTO bucket_history (stream, bucket) VALUES (NEW.stream, NEW.bucket) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER bucket_remembered_anew AFTER UPDATE OF stream, bucket ON case_keys
BEGIN
    INSERT INTO bucket_history (stream, bucket) VALUES (NEW.stream, NEW.bucket) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER call_counted_anew AFTER UPDATE OF state ON outbox WHEN NEW.state <> OLD.state
BEGIN
    UPDATE outbox_counts SET count = count - 1 WHERE state = OLD.state;
    INSERT INTO outbox_counts (state, count) VALUES (NEW.state, 1)
    ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER call_counted_in AFTER INSERT ON outbox
BEGIN
    INSERT INTO outbox_counts (state, count) VALUES (NEW.state, 1)
    ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER call_counted_out AFTER DELETE ON outbox
BEGIN
    UPDATE outbox_counts SET count = count - 1 WHERE state = OLD.state;
END;

CREATE TRIGGER case_counted_anew AFTER UPDATE OF status ON cases WHEN NEW.status <> OLD.status
BEGIN
    UPDATE case_counts SET count = count - 1 WHERE status = OLD.status;
    INSERT INTO case_counts (status, count) VALUES (NEW.status, 1)
    ON CONFLICT (status) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER case_counted_in AFTER INSERT ON cases
BEGIN
    INSERT INTO case_counts (status, count) VALUES (NEW.status, 1)
    ON CONFLICT (status) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER case_counted_out AFTER DELETE ON cases
BEGIN
    UPDATE case_counts SET count = count - 1 WHERE status = OLD.status;
END;

CREATE TRIGGER records_never_change BEFORE UPDATE ON records
BEGIN SELECT RAISE(ABORT, 'records never change'); END;

CREATE TRIGGER records_never_go BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'records never go'); END;
