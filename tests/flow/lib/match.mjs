// Compares what came with what a flow expects. Maps are compared by the keys
// that the flow names; "*" is anything that is there; "~re~" is a pattern;
// null means that the key must be absent.
export function differs(want, have, at = '') {
  if (want === '*') return have === undefined ? `${at}: missing` : null;
  if (want === null) return have === undefined || have === null ? null : `${at}: should be absent, is ${JSON.stringify(have)}`;
  if (typeof want === 'string' && want.length > 1 && want.startsWith('~') && want.endsWith('~'))
    return new RegExp(want.slice(1, -1), 'su').test(String(have)) ? null : `${at}: ${JSON.stringify(have)} does not match ${want}`;
  if (Array.isArray(want)) {
    if (!Array.isArray(have)) return `${at}: expected a list, have ${JSON.stringify(have)}`;
    if (want.length !== have.length) return `${at}: expected ${want.length} elements, have ${have.length}: ${JSON.stringify(have).slice(0, 400)}`;
    for (let i = 0; i < want.length; i++) {
      const d = differs(want[i], have[i], `${at}/${i}`);
      if (d) return d;
    }
    return null;
  }
  if (want !== null && typeof want === 'object') {
    if (have === null || typeof have !== 'object') return `${at}: expected a map, have ${JSON.stringify(have)}`;
    for (const [k, v] of Object.entries(want)) {
      const d = differs(v, have[k], `${at}/${k}`);
      if (d) return d;
    }
    return null;
  }
  return Object.is(want, have) || String(want) === String(have) ? null : `${at}: expected ${JSON.stringify(want)}, have ${JSON.stringify(have)}`;
}
