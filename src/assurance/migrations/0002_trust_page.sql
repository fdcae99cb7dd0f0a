-- What a workspace shows of itself in public. A page that is off holds no name of its own, so that
-- trying names tells nothing about pages that nobody may see.
CREATE TABLE trust_page (
  tenant BLOB NOT NULL PRIMARY KEY,
  is_on INTEGER NOT NULL,
  slug TEXT,
  name TEXT NOT NULL,
  accent TEXT NOT NULL,
  contact TEXT NOT NULL,
  processors TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX trust_page_by_slug ON trust_page (slug) WHERE is_on = 1;
