// What a team would write itself to take a message: Express 5 with the usual middleware, and a durable
// SQLite. It merely stores; it knows no visitors, tenants, audit or encryption.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const https = require('node:https');
const Database = require('better-sqlite3');
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const helmet = require('helmet');
const hpp = require('hpp');

const [, , file, key, certificate] = process.argv;
const database = new Database(file);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(`CREATE TABLE message (id TEXT PRIMARY KEY, tenant TEXT, conversation TEXT, body TEXT, at INTEGER);
               CREATE INDEX message_by_conversation ON message (tenant, conversation, at)`);
const insert = database.prepare('INSERT INTO message VALUES (?, ?, ?, ?, ?)');

const app = express();
app.use(helmet());
app.use(rateLimit({ windowMs: 60000, limit: 1e9, standardHeaders: 'draft-7', legacyHeaders: false }));
app.use(express.json({ limit: '64kb' }));
app.use(hpp());
app.post('/api/v1/chat', (request, response) => {
  const { message, conversation_id: conversation } = request.body ?? {};
  if (typeof message !== 'string' || message.length > 8000 || typeof conversation !== 'string') {
    response.status(400).json({ error: 'bad request' });
    return;
  }
  const id = crypto.randomUUID();
  insert.run(id, 'acme', conversation, message, Date.now());
  response.status(201).json({ id, message, status: 'stored' });
});

const server = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate) }, app);
server.keepAliveTimeout = 75000;
server.listen(0, '127.0.0.1', () => console.log(`ready https://127.0.0.1:${server.address().port}`));
