-- Counts are of single bots, because not everybody reaches all.
DROP INDEX conversation_by_state;
CREATE INDEX conversation_by_bot ON conversation (bot, state, handled_by, assignee);
