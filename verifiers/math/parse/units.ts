/**
 * Units by every spelling that is not also a likely variable. Canonical names tell a centimetre
 * from a kilogram; a word that is not listed is still a unit after a number ("5 apples"), only it
 * cannot contradict another one.
 */
const spellings: Readonly<Record<string, string>> = {
  mm: 'mm millimeter millimeters millimetre millimetres',
  cm: 'cm centimeter centimeters centimetre centimetres',
  dm: 'dm decimeter decimeters',
  m: 'm meter meters metre metres',
  km: 'km kilometer kilometers kilometre kilometres',
  inch: 'inch inches in',
  foot: 'ft foot feet',
  yard: 'yd yard yards',
  mile: 'mi mile miles',
  mg: 'mg milligram milligrams',
  g: 'g gram grams',
  kg: 'kg kilogram kilograms',
  tonne: 'tonne tonnes ton tons',
  pound: 'lb lbs pound pounds',
  ounce: 'oz ounce ounces',
  ms: 'ms millisecond milliseconds',
  s: 's sec secs second seconds',
  min: 'min mins minute minutes',
  h: 'h hr hrs hour hours',
  day: 'day days',
  week: 'week weeks',
  month: 'month months',
  year: 'yr yrs year years',
  ml: 'ml mL milliliter milliliters millilitre millilitres',
  l: 'L liter liters litre litres',
  dollar: 'dollar dollars usd USD',
  cent: 'cent cents',
  hz: 'Hz hertz',
  n: 'N newton newtons',
  j: 'J joule joules',
  kj: 'kJ kilojoule kilojoules',
  w: 'W watt watts',
  kw: 'kW kilowatt kilowatts',
  v: 'V volt volts',
  ev: 'eV',
  pa: 'Pa pascal pascals',
  mol: 'mol mole moles',
  k: 'K kelvin',
  am: 'am a.m.',
  pm: 'pm p.m.',
};

const canonical = new Map(
  Object.entries(spellings).flatMap(([name, all]) => all.split(' ').map((s) => [s, name] as const)),
);

/** Words that qualify a unit without changing what is counted by it. */
const qualifiers = new Set(['square', 'cubic', 'sq', 'cu', 'per', 'of', 'a', 'the']);

/** Whether plain letters after a number are a unit and not a product of variables. */
export function isUnitWord(word: string): boolean {
  return word.length > 1 && (canonical.has(word) || qualifiers.has(word));
}

/** The canonical names of the known units in the text, in order; `null` when there is none. */
function unitName(text: string): string | null {
  const names = text
    .split(/[\s^{}\d*/·()~]+/)
    .map((w) => canonical.get(w) ?? canonical.get(w.toLowerCase()))
    .filter((w) => w !== undefined);
  return names.length > 0 ? names.join(' ') : null;
}

/** Whether two units contradict each other: centimetres and kilograms, cm² and cm³. */
export function unitsDiffer(a: string, b: string): boolean {
  const [x, y] = [unitName(a), unitName(b)];
  if (x === null || y === null) return false;
  if (x !== y) return true;
  const powers = [a, b].map((s) =>
    /square|sq\b/.test(s) ? '2' : /cubic/.test(s) ? '3' : s.replace(/\D/g, ''),
  );
  return powers[0] !== '' && powers[1] !== '' && powers[0] !== powers[1];
}
