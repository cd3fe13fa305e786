/**
 * What NeMo Gym asks of verified rows together: `mean/reward`, `max/reward` and so on for every
 * number that rows carry, of each task (`_ng_task_index`) and of all. Masked rows count nowhere
 * but in `masked`.
 */
type Row = Readonly<Record<string, unknown>>;
type Metrics = Readonly<Record<string, number>>;

const taskIndex = '_ng_task_index';
const indices = new Set([taskIndex, '_ng_rollout_index', 'mask_sample']);

export function aggregate(rows: readonly Row[]) {
  const valid = rows.filter((row) => row.mask_sample !== true && typeof row.reward === 'number');
  const tasks = Map.groupBy(
    valid.filter((row) => typeof row[taskIndex] === 'number'),
    (row) => row[taskIndex] as number,
  );
  const all = statistics(valid);
  const keys = Object.entries(all).filter(([name]) => name.startsWith('mean/'));
  return {
    group_level_metrics: [...tasks].map(([task, of]) => ({ [taskIndex]: task, ...statistics(of) })),
    agent_metrics: { ...all, masked: rows.length - valid.length },
    key_metrics: Object.fromEntries(keys),
  };
}

function statistics(rows: readonly Row[]): Metrics {
  const columns = new Map<string, number[]>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      const number = typeof value === 'boolean' ? Number(value) : value;
      if (typeof number !== 'number' || indices.has(name)) continue;
      const column = columns.get(name);
      if (column) column.push(number);
      else columns.set(name, [number]);
    }
  }
  return Object.fromEntries([...columns].flatMap(([name, values]) => describe(name, values)));
}

function describe(name: string, values: readonly number[]): readonly [string, number][] {
  const sorted = [...values].sort((a, b) => a - b);
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const [low, high] = [sorted[(count - 1) >> 1], sorted[count >> 1]] as [number, number];
  return [
    [`mean/${name}`, mean],
    [`max/${name}`, sorted.at(-1) as number],
    [`min/${name}`, sorted[0] as number],
    [`median/${name}`, (low + high) / 2],
    [`std/${name}`, count > 1 ? Math.sqrt(squares / (count - 1)) : 0],
  ];
}
