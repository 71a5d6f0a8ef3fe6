-- older programs: may open
-- What one person has in hand is found without walking the queue; few cases are in anybody's.
CREATE INDEX cases_in_hand ON cases (claimed_by, claim_until_ms) WHERE claimed_by IS NOT NULL;
