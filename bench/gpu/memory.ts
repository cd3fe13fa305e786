/** Memory that this process has on the device, as NVIDIA's driver tells it. */
import { execFileSync } from 'node:child_process';
import type { Figure } from './figures.ts';

const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
const whole = ['--query-gpu=memory.used', '--format=csv,noheader,nounits'];

/**
 * In a container process numbers differ from the driver's, and Vulkan is not always listed: then what
 * the whole device has in use. None without `nvidia-smi`.
 */
export function deviceMemory(): Figure | null {
  const own = ask(query)?.find(([pid]) => pid === process.pid);
  if (own?.[1] !== undefined) return figure('memory of the process on the device', own[1]);
  const used = ask(whole)?.[0]?.[0];
  return used === undefined ? null : figure('memory in use on the device', used);
}

function figure(name: string, mib: number): Figure {
  return { figure: name, value: mib * 1.048576, unit: 'MB' };
}

function ask(args: readonly string[]): number[][] | null {
  try {
    const said = execFileSync('nvidia-smi', args, { encoding: 'utf8', timeout: 10_000 });
    const rows = said.split('\n').filter((row) => row.trim() !== '');
    return rows.map((row) => row.split(',').map(Number));
  } catch {
    return null;
  }
}
