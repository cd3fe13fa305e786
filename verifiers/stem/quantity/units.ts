/**
 * The unit table: what each name means, in SI. Scales are exact where the SI Brochure (9th ed.,
 * 2019) or NIST SP 811 gives an exact value, CODATA 2018 otherwise.
 *
 * A row: symbols (case-sensitive), words (any case, plural s understood), scale, definition as
 * `name^exponent` factors of rows above it, and whether prefixes attach to the symbols and words.
 */
import { one, power, product, type Unit } from './dimension.ts';

type Row = readonly [symbols: string, words: string, scale: number, of: string, prefixed?: true];

const rows: readonly Row[] = [
  // SI base units (the gram stands in for the kilogram) and named derived units.
  ['m', 'meter metre', 1, '=m', true],
  ['g', 'gram gramme', 1e-3, '=kg', true],
  ['s', 'second', 1, '=s', true],
  ['A', 'ampere amp', 1, '=A', true],
  ['K', 'kelvin', 1, '=K', true],
  ['mol', 'mol mole', 1, '=mol', true],
  ['cd', 'candela', 1, '=cd', true],
  ['rad', 'radian', 1, '#rad', true],
  ['sr', 'steradian', 1, '#sr', true],
  ['kgm', '', 1, '=kg'], // only a name for the rows below
  // Products that are written as one word.
  ['Nm', '', 1, 'kgm m^2 s^-2', true],
  ['Ns', '', 1, 'kgm m s^-1'],
  ['Js', '', 1, 'kgm m^2 s^-1'],
  ['As', '', 1, 'A s'],
  ['VA', '', 1, 'kgm m^2 s^-3', true],
  ['Hz', 'hertz', 1, '#cycle s^-1', true],
  ['N', 'newton', 1, 'kgm m s^-2', true],
  ['Pa', 'pascal', 1, 'N m^-2', true],
  ['J', 'joule', 1, 'N m', true],
  ['W', 'watt', 1, 'J s^-1', true],
  ['C', 'coulomb', 1, 'A s', true],
  ['V', 'volt', 1, 'J C^-1', true],
  ['F', 'farad', 1, 'C V^-1', true],
  ['Ω', 'ohm', 1, 'V A^-1', true],
  ['S', 'siemens mho', 1, 'A V^-1', true],
  ['Wb', 'weber', 1, 'V s', true],
  ['T', 'tesla', 1, 'Wb m^-2', true],
  ['H', 'henry henries', 1, 'Wb A^-1', true],
  ['lm', 'lumen', 1, 'cd #sr', true],
  ['lx', 'lux', 1, 'lm m^-2', true],
  ['Bq', 'becquerel', 1, '#decay s^-1', true],
  ['Gy', 'gray', 1, 'J g^-1 k^-1', true],
  ['Sv', 'sievert', 1, 'J g^-1 k^-1', true],
  ['kat', 'katal', 1, 'mol s^-1', true],
  // Time.
  ['min', 'minute', 60, 's'],
  ['h hr', 'hour', 3600, 's'],
  ['d', 'day', 86_400, 's'],
  ['', 'week', 604_800, 's'],
  ['', 'fortnight', 1_209_600, 's'],
  ['yr', 'year', 31_557_600, 's', true],
  ['y a', '', 31_557_600, 's'],
  ['', 'decade', 315_576_000, 's'],
  ['', 'century centuries', 3_155_760_000, 's'],
  ['', 'month', 1, '=month'],
  // Length, area, volume.
  ['Å', 'angstrom ångström', 1e-10, 'm'],
  ['', 'micron', 1e-6, 'm'],
  ['fermi', 'fermi', 1e-15, 'm'],
  ['in', 'inch inches', 0.0254, 'm'],
  ['ft', 'foot feet', 0.3048, 'm'],
  ['yd', 'yard', 0.9144, 'm'],
  ['mi', 'mile', 1609.344, 'm'],
  ['nmi', 'nauticalmile', 1852, 'm'],
  ['AU au', 'astronomicalunit', 149_597_870_700, 'm'],
  ['ly', 'lightyear', 9_460_730_472_580_800, 'm', true],
  ['pc', 'parsec', 3.085677581491367e16, 'm', true],
  ['L l ℓ', 'liter litre', 1e-3, 'm^3', true],
  ['cc ccm', '', 1e-6, 'm^3'],
  ['gal', 'gallon', 3.785411784e-3, 'm^3'],
  ['qt', 'quart', 9.46352946e-4, 'm^3'],
  ['', 'pint', 4.73176473e-4, 'm^3'],
  ['ha', 'hectare', 1e4, 'm^2'],
  ['', 'acre', 4046.8564224, 'm^2'],
  ['b', 'barn', 1e-28, 'm^2', true],
  // Speed.
  ['mph', '', 0.44704, 'm s^-1'],
  ['kph kmh kmph', '', 1 / 3.6, 'm s^-1'],
  ['kn kt', 'knot', 1852 / 3600, 'm s^-1'],
  ['c', '', 299_792_458, 'm s^-1'],
  // Mass, force, pressure.
  ['t', 'tonne', 1000, 'kgm', true],
  ['lb lbs lbm', 'pound', 0.45359237, 'kgm'],
  ['oz', 'ounce', 0.028349523125, 'kgm'],
  ['M_☉', '', 1.98847e30, 'kgm'],
  ['slug', 'slug', 14.593902937206364, 'kgm'],
  ['u amu Da', 'dalton atomicmassunit', 1.6605390666e-27, 'kgm', true],
  ['lbf lb_f', 'poundforce', 4.4482216152605, 'N'],
  ['kgf', '', 9.80665, 'N'],
  ['dyn', 'dyne', 1e-5, 'N', true],
  ['kip', 'kip', 4448.2216152605, 'N'],
  ['atm', 'atmosphere', 101_325, 'Pa', true],
  ['bar', 'bar', 1e5, 'Pa', true],
  ['torr Torr', 'torr', 101_325 / 760, 'Pa', true],
  ['mmHg', '', 133.322387415, 'Pa'],
  ['cmHg', '', 1333.22387415, 'Pa'],
  ['inHg', '', 3386.388640341, 'Pa'],
  ['psi', '', 6894.757293168361, 'Pa'],
  ['ksi', '', 6894757.293168361, 'Pa'],
  // Energy, power.
  ['eV', 'electronvolt', 1.602176634e-19, 'J', true],
  ['cal', 'calorie', 4.184, 'J', true],
  ['Cal', '', 4184, 'J'],
  ['erg', 'erg', 1e-7, 'J'],
  ['BTU Btu btu', '', 1055.05585262, 'J'],
  ['Wh', 'watthour', 3600, 'J', true],
  ['hartree E_h Ha', 'hartree', 4.3597447222071e-18, 'J'],
  ['hp', 'horsepower', 745.6998715822702, 'W'],
  // Electricity, magnetism, radiation, flow.
  ['G', 'gauss', 1e-4, 'T', true],
  ['e', '', 1.602176634e-19, 'C'],
  ['Ah', '', 3600, 'C', true],
  ['D', 'debye', 3.33564095e-30, 'C m', true],
  ['Ci', 'curie', 3.7e10, 'Bq', true],
  ['rem', '', 0.01, 'Sv', true],
  ['P', 'poise', 0.1, 'Pa s', true],
  ['St', 'stokes', 1e-4, 'm^2 s^-1', true],
  // Amount, ratio, angle.
  ['M', 'molar', 1000, 'mol m^-3', true],
  ['N_A', '', 6.02214076e23, ''],
  ['R', '', 8.31446261815324, 'J mol^-1 K^-1'],
  ['k_B', '', 1.380649e-23, 'J K^-1'],
  ['ħ', '', 1.054571817e-34, 'J s'],
  ['a_0', 'bohr', 5.29177210903e-11, 'm'],
  ['%', 'percent', 0.01, ''],
  ['‰', 'permille', 1e-3, ''],
  ['ppm', '', 1e-6, ''],
  ['ppb', '', 1e-9, ''],
  ['', 'dozen', 12, ''],
  ['° deg', 'degree', Math.PI / 180, '#rad'],
  ['arcmin ′', 'arcminute', Math.PI / 10_800, '#rad'],
  ['arcsec ″', 'arcsecond', Math.PI / 648_000, '#rad'],
  ['rev', 'revolution turn', 2 * Math.PI, '#rad'],
  ['rpm', '', (2 * Math.PI) / 60, '#rad s^-1'],
  // Opaque: they convert to nothing else.
  ['bit', 'bit', 1, '=bit', true],
  ['bps', '', 1, '=bit s^-1', true],
  ['B', 'byte', 8, '=bit', true],
  ['dB', 'decibel', 1, '=dB'],
  ['Np', 'neper', 1, '=Np'],
  ['USD ＄ $', 'dollar', 1, '=USD'],
  ['', 'cent', 0.01, '=USD'],
  ['EUR €', 'euro', 1, '=EUR'],
  ['GBP £', '', 1, '=GBP'],
  ['°C', 'celsius centigrade', 1, 'K'],
  ['°F', 'fahrenheit', 5 / 9, 'K'],
  ['°R', 'rankine', 5 / 9, 'K'],
];

/** Zero points in kelvin, for the units that have their own; they hold for the bare unit alone. */
const offsets: Readonly<Record<string, number>> = { '°C': 273.15, '°F': 459.67 * (5 / 9) };

/** Words that say what is counted or which way it is measured. */
const labelWords = (
  'cycle photon electron proton neutron neutrino nucleon nucleus nuclei particle atom molecule ion ' +
  'event count decay disintegration collision vibration oscillation time fold bond step person people ' +
  'student bacterium bacteria cell item object unit piece part way copy copies tall long wide high deep ' +
  'thick away apart old north south east west upward downward upwards downwards up down left right'
).split(' ');

const symbolPrefixes: Readonly<Record<string, number>> = {
  Y: 1e24,
  Z: 1e21,
  E: 1e18,
  P: 1e15,
  T: 1e12,
  G: 1e9,
  M: 1e6,
  k: 1e3,
  h: 1e2,
  da: 1e1,
  d: 1e-1,
  c: 1e-2,
  m: 1e-3,
  μ: 1e-6,
  u: 1e-6,
  n: 1e-9,
  p: 1e-12,
  f: 1e-15,
  a: 1e-18,
  z: 1e-21,
  y: 1e-24,
};

const wordPrefixes: readonly (readonly [string, number])[] = [
  ['yotta', 1e24],
  ['zetta', 1e21],
  ['exa', 1e18],
  ['peta', 1e15],
  ['tera', 1e12],
  ['giga', 1e9],
  ['mega', 1e6],
  ['kilo', 1e3],
  ['hecto', 1e2],
  ['deca', 1e1],
  ['deci', 1e-1],
  ['centi', 1e-2],
  ['milli', 1e-3],
  ['micro', 1e-6],
  ['nano', 1e-9],
  ['pico', 1e-12],
  ['femto', 1e-15],
  ['atto', 1e-18],
];

/** Spellings whose letter case is wrong but whose sense is not in doubt. */
const misspelt: Readonly<Record<string, string>> = {
  KJ: 'kJ',
  Kj: 'kJ',
  kj: 'kJ',
  kPA: 'kPa',
  KPa: 'kPa',
  KPA: 'kPa',
  kpa: 'kPa',
  GPA: 'GPa',
  Gpa: 'GPa',
  MPA: 'MPa',
  Mpa: 'MPa',
  PA: 'Pa',
  Kg: 'kg',
  KG: 'kg',
  Km: 'km',
  KM: 'km',
  KHz: 'kHz',
  khz: 'kHz',
  Khz: 'kHz',
  Mhz: 'MHz',
  Ghz: 'GHz',
  hz: 'Hz',
  HZ: 'Hz',
  ev: 'eV',
  EV: 'eV',
  Mev: 'MeV',
  KeV: 'keV',
  Kev: 'keV',
  kev: 'keV',
  v: 'V',
  KV: 'kV',
  kv: 'kV',
  w: 'W',
  KW: 'kW',
  kw: 'kW',
  KWh: 'kWh',
  kwh: 'kWh',
  KN: 'kN',
  j: 'J',
  ML: 'mL',
  Kcal: 'kcal',
  KCal: 'kcal',
  kCal: 'kcal',
  ATM: 'atm',
  Atm: 'atm',
  Mol: 'mol',
  SEC: 's',
  sec: 's',
  secs: 's',
  Sec: 's',
  mins: 'min',
  hrs: 'h',
  yrs: 'yr',
};

interface Entry {
  readonly unit: Unit;
  readonly prefixed: boolean;
}

const bySymbol = new Map<string, Entry>();
const byWord = new Map<string, Entry>();

function defined(of: string, scale: number): Unit {
  let unit: Unit = { ...one, scale };
  for (const part of of.split(' ')) {
    if (part === '') continue;
    const [name = '', exponent = '1'] = part.split('^');
    unit = product(unit, power(factor(name), Number(exponent)));
  }
  return unit;
}

function factor(name: string): Unit {
  if (name.startsWith('=')) return { ...one, dims: { [name.slice(1)]: 1 } };
  if (name.startsWith('#')) return { ...one, labels: { [name.slice(1)]: 1 } };
  if (name === 'k') return { ...one, scale: 1000 };
  const entry = bySymbol.get(name);
  if (!entry) throw new Error(`Expected a unit defined above, got ${name}`);
  return entry.unit;
}

for (const [symbols, words, scale, of, prefixed = false] of rows) {
  const base = defined(of, scale);
  for (const symbol of symbols.split(' ')) {
    const offset = offsets[symbol];
    const unit = offset === undefined ? base : { ...base, offset };
    if (symbol !== '') bySymbol.set(symbol, { unit, prefixed });
  }
  const unit = bySymbol.get(symbols.split(' ')[0] ?? '')?.unit ?? base;
  for (const word of words.split(' ')) if (word !== '') byWord.set(word, { unit, prefixed });
}
bySymbol.delete('kgm');
for (const word of labelWords) {
  byWord.set(word, {
    unit: { ...one, labels: { [word.replace(/(?<=upward|downward)s$/, '')]: 1 } },
    prefixed: false,
  });
}

const scaled = (unit: Unit, by: number): Unit => ({
  scale: unit.scale * by,
  dims: unit.dims,
  labels: unit.labels,
});

/** The table by name, a unit a row: its symbols and words, and whether it takes prefixes. */
export function unitNames(): { readonly names: readonly string[]; readonly prefixed: boolean }[] {
  return rows
    .filter(([symbols]) => symbols !== 'kgm')
    .map(([symbols, words, , , prefixed = false]) => ({
      names: `${symbols} ${words}`.split(' ').filter((name) => name !== ''),
      prefixed,
    }));
}

/** The unit a single name stands for; null when the name is not in the table. */
export function lookUp(name: string): Unit | null {
  return symbol(misspelt[name] ?? name) ?? word(name.toLowerCase());
}

function symbol(name: string): Unit | null {
  const exact = bySymbol.get(name);
  if (exact) return exact.unit;
  for (const length of [1, 2]) {
    const prefix = symbolPrefixes[name.slice(0, length)];
    const entry = prefix === undefined ? undefined : bySymbol.get(name.slice(length));
    if (prefix !== undefined && entry?.prefixed) return scaled(entry.unit, prefix);
  }
  return null;
}

function word(name: string): Unit | null {
  const known = byWord.get(name) ?? byWord.get(name.replace(/s$/, ''));
  if (known) return known.unit;
  for (const [prefix, scale] of wordPrefixes) {
    if (!name.startsWith(prefix.slice(0, -1))) continue;
    // kilometre, and kilohm with its shared vowel
    for (const cut of [prefix.length, prefix.length - 1]) {
      const rest = name.startsWith(prefix) || cut < prefix.length ? name.slice(cut) : '';
      const entry = byWord.get(rest) ?? byWord.get(rest.replace(/s$/, ''));
      if (entry?.prefixed) return scaled(entry.unit, scale);
    }
  }
  const short = symbolPrefixes[name[0] ?? '']; // kohm
  const entry = byWord.get(name.slice(1)) ?? byWord.get(name.slice(1).replace(/s$/, ''));
  return short !== undefined && name.endsWith('ohm') && entry?.prefixed
    ? scaled(entry.unit, short)
    : null;
}
