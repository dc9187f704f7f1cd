// Asks a running Parley and writes to it, as Comunica does: the answers go to standard output as one JSON object.

import { QueryEngine } from "@comunica/query-sparql";

const endpoint = process.argv[2];
const engine = new QueryEngine();
const source = { type: "sparql", value: endpoint };
const withKey = (input, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set("Authorization", `Bearer ${process.env.PARLEY_KEY}`);
  return fetch(input, { ...init, headers });
};
const context = { sources: [source], destination: source, fetch: withKey };
const NEG = "PREFIX neg: <https://w3id.org/parley/ontology#>";

const rows = await engine.queryBindings(`${NEG} SELECT ?holder { ?position neg:holder ?holder }`, context);
const holders = (await rows.toArray()).map((row) => row.get("holder").value);
const exists = await engine.queryBoolean(`${NEG} ASK { ?position a neg:Position }`, context);
const quads = await engine.queryQuads(`${NEG} CONSTRUCT WHERE { ?position neg:holder ?holder }`, context);
const triples = (await quads.toArray()).length;
await engine.queryVoid('INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> "from Comunica" } }', context);
await engine.invalidateHttpCache();
const notes = await engine.queryBindings("SELECT ?note { GRAPH <urn:g> { <urn:a> <urn:p> ?note } }", context);
const written = (await notes.toArray()).map((row) => row.get("note").value);
console.log(JSON.stringify({ holders, exists, triples, written }));
