-- The key by which a member acted. Its entries' leaves are encoded with it (internal/entry.h).
ALTER TABLE audit_entry ADD COLUMN api_key BLOB;
