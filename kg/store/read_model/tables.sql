-- The read model's tables. A "place" is a key of bytes that sorts as the list it belongs to is read, and is unique.

CREATE TABLE state (
    token TEXT NOT NULL,  -- the state of the graph that the tables mirror, '' when they are being changed
    change INTEGER NOT NULL  -- another one after each change
);
INSERT INTO state VALUES ('', 0);

CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    place BLOB NOT NULL,
    source TEXT NOT NULL,
    folded_source TEXT NOT NULL,
    folded_title TEXT NOT NULL,
    folded_publisher TEXT NOT NULL,
    published TEXT NOT NULL,  -- '' where the day is not known
    positions INTEGER NOT NULL,
    origin TEXT  -- the id of the article that this one is a near-copy of
);
CREATE TABLE article_body (
    article INTEGER PRIMARY KEY,
    head BLOB NOT NULL,  -- the members of the article's JSON in a list, but for what a near-copy adds
    body BLOB NOT NULL,  -- the members that only the single article has
    blocks TEXT NOT NULL  -- where its paragraphs begin and end, as JSON
);

-- Actors and proposals. Who holds or mentions them where stands in thing_name and thing_link, one row an article, so
-- that an article can be taken out again; positions, articles and row are worked out from there.
CREATE TABLE thing (
    key INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,  -- an ActorKind, or 'proposal'
    name TEXT NOT NULL,
    place BLOB NOT NULL,
    positions INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0,
    wikidata TEXT,
    row BLOB NOT NULL DEFAULT x''
);
CREATE TABLE thing_name (
    thing INTEGER NOT NULL, article INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (thing, name, article)
) WITHOUT ROWID;
CREATE TABLE thing_link (  -- an actor's Wikidata item, a proposal's wider proposal
    thing INTEGER NOT NULL, article INTEGER NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY (thing, target, article)
) WITHOUT ROWID;

CREATE TABLE position (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    place BLOB NOT NULL,
    article INTEGER NOT NULL,
    copy INTEGER NOT NULL,  -- 1 in a near-copy of another article
    holder INTEGER NOT NULL,
    side INTEGER,
    proposal INTEGER NOT NULL,
    holder_name TEXT NOT NULL,
    proposal_label TEXT NOT NULL,
    kind TEXT NOT NULL,
    stance TEXT NOT NULL,
    act TEXT NOT NULL,
    modality TEXT NOT NULL,
    attribution TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    published TEXT NOT NULL
);
CREATE TABLE position_row (
    position INTEGER PRIMARY KEY,
    row BLOB NOT NULL,  -- the position's JSON in a list
    spans TEXT NOT NULL,  -- where its words stand, as JSON
    facts TEXT NOT NULL  -- what makes a value of it again: see facts.py
);

CREATE TABLE condition (
    key INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    place BLOB NOT NULL,
    proposal INTEGER NOT NULL,
    proposal_label TEXT NOT NULL,
    relation TEXT NOT NULL,
    published TEXT NOT NULL,
    row BLOB NOT NULL
);

-- What people decided about positions, whether these are there or not; what holds on each; and that again for those that
-- are there, by key.
CREATE TABLE review (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    place BLOB NOT NULL,
    position TEXT NOT NULL,  -- a position's id
    state TEXT NOT NULL,
    folded_by TEXT NOT NULL,
    at TEXT NOT NULL,
    row BLOB NOT NULL
);
CREATE TABLE decision (
    position TEXT PRIMARY KEY, state TEXT NOT NULL, row BLOB NOT NULL  -- the position's "review" as JSON
) WITHOUT ROWID;
CREATE TABLE standing (
    position INTEGER PRIMARY KEY, state TEXT NOT NULL, row BLOB NOT NULL
);

-- Texts in lower case, to find parts of them. A row id is a position's key, or a thing's key and the number of a name.
CREATE VIRTUAL TABLE quotation USING fts5(folded, tokenize = "trigram case_sensitive 1");
CREATE VIRTUAL TABLE called USING fts5(folded, tokenize = "trigram case_sensitive 1");
