/** How many names of a kind are offered. More letters find the others. */
export const NAMES_SHOWN = 20;

/** What separates the words of a name: `kiosk-ams:014` has three. */
const SEPARATOR = /[-_:.]/;

/**
 * The names that contain `part` in any case, the likeliest first: the name itself, names that begin with it, names with
 * a word that begins with it, then the others; shorter ones first among equals. Each once, at most NAMES_SHOWN.
 */
export function rankNames(part: string, names: Iterable<string>): string[] {
  const wanted = part.toLowerCase();
  return [...new Set(names)]
    .map((name) => ({ name, rank: rankOf(wanted, name.toLowerCase()) }))
    .filter(({ rank }) => rank !== NOT_IN)
    .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || compare(a.name, b.name))
    .slice(0, NAMES_SHOWN)
    .map(({ name }) => name);
}

const NOT_IN = 4;

function rankOf(wanted: string, name: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (!name.includes(wanted)) return NOT_IN;
  return beginsWord(wanted, name) ? 2 : 3;
}

function beginsWord(wanted: string, name: string): boolean {
  for (let at = name.indexOf(wanted); at !== -1; at = name.indexOf(wanted, at + 1))
    if (SEPARATOR.test(name[at - 1] ?? "")) return true;
  return false;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
