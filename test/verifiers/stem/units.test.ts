import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unit as mathUnit } from 'mathjs';
import { compatible } from '../../../verifiers/stem/quantity/dimension.ts';
import { readUnits } from '../../../verifiers/stem/quantity/unit.ts';

const scale = (text: string): number => {
  const [unit] = readUnits(text)?.readings ?? [];
  assert.ok(unit, text);
  return unit.scale;
};

/** Units mathjs knows under the same name, and the SI unit to convert to. */
const shared: readonly (readonly [string, string, string?])[] = [
  ['N', 'kg m s^-2'],
  ['kN', 'kg m s^-2'],
  ['J', 'kg m^2 s^-2'],
  ['eV', 'J'],
  ['MeV', 'J'],
  ['W', 'J/s'],
  ['kW', 'W'],
  ['Pa', 'N/m^2'],
  ['atm', 'Pa'],
  ['bar', 'Pa'],
  ['mmHg', 'Pa'],
  ['torr', 'Pa'],
  ['psi', 'Pa'],
  ['mi', 'm'],
  ['ft', 'm'],
  ['in', 'm'],
  ['yd', 'm'],
  ['angstrom', 'm'],
  ['L', 'm^3'],
  ['mL', 'm^3'],
  ['gal', 'm^3', 'gallon'],
  ['acre', 'm^2'],
  ['h', 's'],
  ['min', 's'],
  ['day', 's'],
  ['week', 's'],
  ['lb', 'kg', 'lbm'],
  ['oz', 'kg'],
  ['tonne', 'kg'],
  ['lbf', 'N'],
  ['dyn', 'N'],
  ['erg', 'J'],
  ['Wh', 'J'],
  ['hp', 'W'],
  ['V', 'J/C'],
  ['mV', 'V'],
  ['F', 'C/V'],
  ['H', 'Wb/A'],
  ['T', 'Wb/m^2'],
  ['S', 'A/V'],
  ['deg', 'rad'],
  ['arcmin', 'rad'],
  ['arcsec', 'rad'],
];

test('scales agree with those of mathjs', () => {
  for (const [name, si, theirs = name] of shared) {
    const expected = mathUnit(1, theirs).toNumber(si);
    assert.ok(
      Math.abs(scale(name) / scale(si) / expected - 1) < 1e-5,
      `${name}: ${scale(name)} ${expected}`,
    );
  }
});

const equal: readonly (readonly [string, string])[] = [
  ['m/s^2', 'm s^{-2}'],
  ['kg·m^{-3}', 'kg/m^3'],
  ['J/(mol K)', 'J mol^-1 K^-1'],
  ['W/m^2/K', 'W m^-2 K^-1'],
  ['metres per second squared', 'm/s2'],
  ['square centimetres', 'cm^2'],
  ['cubic metre per second', 'm3 s-1'],
  ['\\frac{kg}{m^3}', 'kg m-3'],
  ['kilojoules per mole', 'kJ/mol'],
  ['newton-metres', 'N m'],
  ['kW-h', 'kWh'],
  ['kilohm', 'kΩ'],
  ['V^{1/2}', 'V^0.5'],
  ['1/s', 'Hz'],
  ['foot-pounds', 'ft lbf'],
  ['lb/in^2', 'psi'],
];

test('spellings of one unit', () => {
  for (const [a, b] of equal) {
    const [x] = readUnits(a)?.readings ?? [];
    const [y] = readUnits(b)?.readings ?? [];
    assert.ok(x && y && compatible(x, y), `${a} = ${b}`);
    assert.ok(Math.abs(x.scale / y.scale - 1) < 1e-9, `${a} = ${b}`);
  }
});

test('behind a slash both readings are kept', () => {
  assert.equal(readUnits('J/mol K')?.readings.length, 2);
  assert.equal(readUnits('J/(mol K)')?.readings.length, 1);
  assert.equal(readUnits('m/s')?.readings.length, 1);
});

test('what is no unit is refused or marked unknown', () => {
  for (const text of ['m/', '/', 'm//s', '5', 'm 5', '(m', 'm)', 'm^', '^2', 'per', 'square']) {
    assert.equal(readUnits(text), null, text);
  }
  assert.deepEqual(readUnits('widgets')?.unknown, ['widgets']);
  assert.equal(readUnits('m '.repeat(40)), null);
  assert.equal(readUnits(`${'('.repeat(40)}m${')'.repeat(40)}`), null);
});
