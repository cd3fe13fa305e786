/** Python's sort of floats: a run at the start, then binary insertion, as for short lists in CPython. */

/** Longest list with a nan that is sorted as Python does it. */
const maxWithNaN = 2_000;

/** sorted(values): a nan is neither less nor more than anything, so where it stands matters. */
export function pySorted(values: readonly number[]): number[] {
  if (!values.some(Number.isNaN)) return [...values].sort((a, b) => a - b);
  const list = values.slice(0, maxWithNaN);
  const less = (a: number | undefined, b: number | undefined) => (a as number) < (b as number);
  let run = 1;
  if (less(list[1], list[0])) {
    while (run < list.length && less(list[run], list[run - 1])) run++;
    list.splice(0, run, ...list.slice(0, run).reverse());
  } else while (run < list.length && !less(list[run], list[run - 1])) run++;
  for (let i = run; i < list.length; i++) {
    const pivot = list[i] as number;
    let [low, high] = [0, i];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (less(pivot, list[middle])) high = middle;
      else low = middle + 1;
    }
    list.splice(i, 1);
    list.splice(low, 0, pivot);
  }
  return list;
}
