-- older programs: may open
-- They leave the new columns as they are, and the triggers keep the history for them. Their queue asks without
-- `archived` and so finds no index: right, and slower.

-- Until when a closed case is kept, whether the law holds it longer, and whether it has left the desk's lists.
ALTER TABLE cases ADD COLUMN retain_until_ms INTEGER;
ALTER TABLE cases ADD COLUMN hold INTEGER NOT NULL DEFAULT 0 CHECK (hold IN (0, 1));
ALTER TABLE cases ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));

CREATE INDEX cases_due_for_erasure ON cases (retain_until_ms, stream) WHERE retain_until_ms IS NOT NULL AND hold = 0;

CREATE INDEX cases_in_archive ON cases (updated_ms, stream) WHERE archived = 1;

-- What is archived only grows: it is not in the index that every page of the queue reads.
DROP INDEX cases_in_queue_order;
CREATE INDEX cases_in_queue_order ON cases (status, behind, due_ms, stream) WHERE archived = 0;

-- Which bucket's key wraps which case keys; also what is asked before a bucket goes.
CREATE INDEX case_keys_in_bucket ON case_keys (bucket);

-- Every bucket whose key ever wrapped a stream's key: an erasure makes all of them new. It outlives the key.
CREATE TABLE bucket_history (
    stream BLOB NOT NULL,
    bucket TEXT NOT NULL,
    PRIMARY KEY (stream, bucket)
) STRICT, WITHOUT ROWID;
INSERT INTO bucket_history (stream, bucket) SELECT stream, bucket FROM case_keys;

CREATE TRIGGER bucket_remembered AFTER INSERT ON case_keys
BEGIN
    INSERT INTO bucket_history (stream, bucket) VALUES (NEW.stream, NEW.bucket) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER bucket_remembered_anew AFTER UPDATE OF stream, bucket ON case_keys
BEGIN
    INSERT INTO bucket_history (stream, bucket) VALUES (NEW.stream, NEW.bucket) ON CONFLICT DO NOTHING;
END;
