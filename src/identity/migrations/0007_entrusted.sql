-- Who has held the account in their hands last: invited it, or reset what it proves itself with; nil:
-- the operator. Their requests are approved by others for a day (control ACC-04).
ALTER TABLE member ADD COLUMN entrusted_by BLOB;
ALTER TABLE member ADD COLUMN entrusted_at INTEGER NOT NULL DEFAULT 0;
