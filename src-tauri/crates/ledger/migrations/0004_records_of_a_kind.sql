-- older programs: may open
-- Records of a kind, newest first, without walking the log: who was shown what. The index carries each record's place
-- behind its kind, since that is the table's own key.
CREATE INDEX records_of_kind ON records (kind);
