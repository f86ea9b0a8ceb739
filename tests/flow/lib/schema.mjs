// Checks a value against a schema of docs/schemas: as much of JSON Schema
// 2020-12 as they use. A keyword that is not known here is an error.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../docs/schemas');
const typeOf = (v) => v === null ? 'null' : Array.isArray(v) ? 'array'
  : Number.isInteger(v) ? 'integer' : typeof v;
const isType = (t, v) => t === typeOf(v) || (t === 'number' && typeof v === 'number');

const keywords = {
  $schema: () => null, title: () => null, description: () => null, $defs: () => null,
  format: () => null,
  $ref: (ref, v, at, root) => check(root.$defs[ref.replace('#/$defs/', '')], v, at, root),
  oneOf: (list, v, at, root) => {
    const wrong = list.map((s) => check(s, v, at, root));
    const fits = wrong.filter((w) => !w).length;
    return fits === 1 ? null : `${at}: ${fits} of ${list.length} fit; ${wrong.filter(Boolean).join('; ')}`;
  },
  type: (t, v, at) => [t].flat().some((x) => isType(x, v)) ? null : `${at}: ${typeOf(v)} instead of ${t}`,
  const: (c, v, at) => v === c ? null : `${at}: not ${JSON.stringify(c)}`,
  enum: (list, v, at) => list.includes(v) ? null : `${at}: ${JSON.stringify(v)} is none of ${list}`,
  pattern: (p, v, at) => typeof v !== 'string' || new RegExp(p, 'u').test(v) ? null : `${at}: ${v} does not match ${p}`,
  minLength: (n, v, at) => typeof v !== 'string' || v.length >= n ? null : `${at}: too short`,
  minimum: (n, v, at) => typeof v !== 'number' || v >= n ? null : `${at}: ${v} below ${n}`,
  maximum: (n, v, at) => typeof v !== 'number' || v <= n ? null : `${at}: ${v} above ${n}`,
  exclusiveMaximum: (n, v, at) => typeof v !== 'number' || v < n ? null : `${at}: ${v} not below ${n}`,
  minItems: (n, v, at) => !Array.isArray(v) || v.length >= n ? null : `${at}: fewer than ${n}`,
  maxItems: (n, v, at) => !Array.isArray(v) || v.length <= n ? null : `${at}: more than ${n}`,
  uniqueItems: (on, v, at) => !on || !Array.isArray(v) || new Set(v.map((x) => JSON.stringify(x))).size === v.length ? null : `${at}: one item twice`,
  required: (names, v, at) => typeOf(v) !== 'object' ? null
    : names.filter((n) => !(n in v)).map((n) => `${at}/${n}: missing`)[0] ?? null,
  properties: (map, v, at, root) => typeOf(v) !== 'object' ? null
    : Object.entries(map).map(([k, s]) => k in v ? check(s, v[k], `${at}/${k}`, root) : null).find(Boolean) ?? null,
  additionalProperties: (s, v, at, root, schema) => typeOf(v) !== 'object' ? null
    : Object.keys(v).filter((k) => !(k in (schema.properties ?? {})))
      .map((k) => s === false ? `${at}/${k}: not in the schema` : check(s, v[k], `${at}/${k}`, root)).find(Boolean) ?? null,
  items: (s, v, at, root) => !Array.isArray(v) ? null
    : v.map((x, i) => check(s, x, `${at}/${i}`, root)).find(Boolean) ?? null,
};

function check(schema, value, at, root) {
  for (const [k, x] of Object.entries(schema)) {
    if (!keywords[k]) return `${at}: schema keyword ${k} is not known to lib/schema.mjs`;
    const wrong = keywords[k](x, value, at, root, schema);
    if (wrong) return wrong;
  }
  return null;
}

// null, or what is wrong with the value and where.
export function breaks(name, value) {
  const root = JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8'));
  return check(root, value, name, root);
}
