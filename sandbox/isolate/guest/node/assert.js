/**
 * node:assert, and the equality it compares by, as others ask for it too. One function expression.
 * Built-ins are taken when it is made, which for the tests of a program is before that runs.
 */
(function furnishAssert(host) {
  class AssertionError extends Error {
    name = 'AssertionError';
    code = 'ERR_ASSERTION';
  }
  // Taken before the candidate runs, so that patching them makes no two things equal.
  const { apply } = Reflect;
  const { keys, is } = Object;
  const { toString: tagOf, hasOwnProperty: owns, isPrototypeOf: isParent } = Object.prototype;
  const { forEach: eachEntry, has: hasKey, get: valueAt } = Map.prototype;
  const { forEach: eachMember, has: hasMember } = Set.prototype;
  const { getTime } = Date.prototype;
  const { exec: search } = RegExp.prototype;
  const { isNaN: isNotANumber } = Number;
  const kind = (v) => apply(tagOf, v, []);
  /** Structural equality; `same` decides for what is not an object. */
  function equal(a, b, same, depth = 0) {
    if (same(a, b)) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const tag = kind(a);
    if (depth > 200 || tag !== kind(b)) return false;
    if (tag === '[object Date]') return apply(getTime, a, []) === apply(getTime, b, []);
    if (tag === '[object RegExp]') return `${a}` === `${b}`;
    if (tag === '[object Map]') return equalMaps(a, b, same, depth);
    if (tag === '[object Set]') return equalSets(a, b, same, depth);
    const names = keys(a);
    if (names.length !== keys(b).length) return false;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (!apply(owns, b, [name]) || !equal(a[name], b[name], same, depth + 1)) return false;
    }
    return true;
  }
  function equalMaps(a, b, same, depth) {
    let more = 0;
    let equals = true;
    apply(eachEntry, b, [() => more++]);
    apply(eachEntry, a, [
      (v, k) => {
        more--;
        equals &&= apply(hasKey, b, [k]) && equal(v, apply(valueAt, b, [k]), same, depth + 1);
      },
    ]);
    return equals && more === 0;
  }
  function equalSets(a, b, same, depth) {
    let more = 0;
    let equals = true;
    apply(eachMember, b, [() => more++]);
    apply(eachMember, a, [
      (v) => {
        more--;
        let found = apply(hasMember, b, [v]);
        if (!found) apply(eachMember, b, [(w) => (found ||= equal(v, w, same, depth + 1))]);
        equals &&= found;
      },
    ]);
    return equals && more === 0;
  }
  // biome-ignore lint/suspicious/noDoubleEquals: node:assert's legacy mode compares with ==
  const loosely = (a, b) => a == b || (isNotANumber(a) && isNotANumber(b));
  const sameZero = (a, b) => a === b || (isNotANumber(a) && isNotANumber(b));
  const check = (ok, message, otherwise) => {
    if (ok) return;
    throw message instanceof Error ? message : new AssertionError(message ?? otherwise);
  };
  const show = (v) => host.show([v]);
  const assert = (ok, message) => check(ok, message, `${show(ok)} is not truthy`);
  const differ = (a, b) => `Expected ${show(b)}, got ${show(a)}`;
  const compare = (test, same) => (a, b, message) => check(test(a, b, same), message, differ(a, b));
  const not = (test, same) => (a, b, message) => check(!test(a, b, same), message, differ(a, b));
  const flat = (a, b, same) => same(a, b);
  const found = (pattern, s) => typeof s === 'string' && apply(search, pattern, [s]) !== null;
  const textOf = (expected) => (typeof expected === 'string' ? expected : undefined);
  /** What may be said of an error: a class, a pattern, a function that judges it, or its parts. */
  function matches(error, expected) {
    if (expected === undefined || typeof expected === 'string') return;
    if (expected instanceof RegExp) {
      if (!found(expected, String(error))) throw error;
    } else if (typeof expected === 'object') {
      for (const name of keys(expected)) {
        const [want, got] = [expected[name], error?.[name]];
        const fits = want instanceof RegExp && typeof got === 'string';
        check(fits ? found(want, got) : equal(got, want, is), undefined, differ(got, want));
      }
    } else if (expected.prototype !== undefined && error instanceof expected) {
      return;
    } else if (apply(isParent, Error, [expected])) {
      throw error;
    } else {
      check(apply(expected, {}, [error]) === true, undefined, 'The error is not as expected');
    }
  }
  Object.assign(assert, {
    ok: assert,
    equal: compare(flat, loosely),
    notEqual: not(flat, loosely),
    strictEqual: compare(flat, is),
    notStrictEqual: not(flat, is),
    deepEqual: compare(equal, loosely),
    notDeepEqual: not(equal, loosely),
    deepStrictEqual: compare(equal, is),
    notDeepStrictEqual: not(equal, is),
    fail: (message) => check(false, message, 'Failed'),
    throws(f, expected, message) {
      try {
        f();
      } catch (error) {
        return matches(error, expected);
      }
      check(false, message ?? textOf(expected), 'Missing expected exception');
    },
    doesNotThrow: (f) => void f(),
    async rejects(promise, expected, message) {
      try {
        await (typeof promise === 'function' ? promise() : promise);
      } catch (error) {
        return matches(error, expected);
      }
      check(false, message ?? textOf(expected), 'Missing expected rejection');
    },
    async doesNotReject(promise) {
      await (typeof promise === 'function' ? promise() : promise);
    },
    match: (s, pattern, message) => check(found(pattern, s), message, differ(s, pattern)),
    doesNotMatch: (s, pattern, message) => check(!found(pattern, s), message, differ(s, pattern)),
    ifError(error) {
      if (error !== null && error !== undefined) throw error;
    },
    AssertionError,
  });
  assert.strict = { ...assert, equal: assert.strictEqual, deepEqual: assert.deepStrictEqual };
  return { assert, equal, is, sameZero, check, show };
});
