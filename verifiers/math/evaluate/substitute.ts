/**
 * Putting a value for a symbol, also in subscripts: a_k is a_3 for k = 3. A letter in a longer
 * subscript is taken for the variable when it stands alone or in a short run: a_{n-k}, a_{ij}.
 */
import type { Budget } from '../../budget.ts';
import { children, mapChildren, type Tree } from '../tree.ts';

/** The tree with `value` for the symbol `name`. */
export function substitute(t: Tree, name: string, value: Tree, budget: Budget): Tree {
  budget.spend();
  if (t.kind === 'symbol') {
    if (t.name === name) return value;
    return t.name.includes('_') ? { ...t, name: indexed(t.name, name, value) } : t;
  }
  if (t.kind === 'bound' && t.variable === name) return t;
  const mapped = mapChildren(t, (part) => substitute(part, name, value, budget));
  return mapped.kind === 'apply' && mapped.name.includes('_')
    ? { ...mapped, name: indexed(mapped.name, name, value) }
    : mapped;
}

/** Whether the value of the tree may depend on the variable. */
export function depends(t: Tree, variable: string, budget: Budget): boolean {
  budget.spend();
  if (t.kind === 'symbol') return t.name === variable || mentions(t.name, variable);
  if (t.kind === 'apply' && (t.name === variable || mentions(t.name, variable))) return true;
  // An indefinite integral is a function of its variable; elsewhere the name inside is another.
  if (t.kind === 'bound' && t.variable === variable)
    return t.low === null || [t.low, t.high].some((end) => end && depends(end, variable, budget));
  return children(t).some((part) => depends(part, variable, budget));
}

/** Letters in a run of this length are factors or indices; longer runs are words. */
const longestRun = 2;

function mentions(name: string, variable: string): boolean {
  const at = name.indexOf('_');
  if (at < 0) return false;
  return runs(name.slice(at + 1)).some(
    (run) => run === variable || (run.length <= longestRun && run.includes(variable)),
  );
}

/** The runs of letters and the pieces between them. */
const runs = (subscript: string) => subscript.split(/([^A-Za-z•\d]+|•\d+)/);

function indexed(name: string, variable: string, value: Tree): string {
  if (!mentions(name, variable)) return name;
  const text =
    value.kind === 'symbol'
      ? value.name
      : value.kind === 'number' && value.value.d === 1n
        ? `${value.value.n}`
        : null;
  // What cannot be written as an index makes a name of its own.
  const put = text ?? '…';
  const at = name.indexOf('_') + 1;
  const subscript = runs(name.slice(at))
    .map((run) =>
      run === variable
        ? put
        : run.length <= longestRun && run.includes(variable)
          ? run.replaceAll(variable, put)
          : run,
    )
    .join('');
  return name.slice(0, at) + whole(subscript);
}

/** A subscript of whole numbers with plus and minus signs is the number: 3-1 is 2. */
function whole(subscript: string): string {
  if (!/^[-+]?\d{1,9}(?:[-+]{1,2}\d{1,9})*$/.test(subscript)) return subscript;
  const parts =
    subscript
      .replaceAll('--', '+')
      .replaceAll('+-', '-')
      .match(/[-+]?\d+/g) ?? [];
  return `${parts.reduce((total, part) => total + Number(part), 0)}`;
}
