/**
 * What a kernel is: its buffers and numbers by name, and a body in WGSL that one workgroup runs.
 * The declarations around the body are written here, so that a kernel's text is its computation.
 *
 * Bodies see `p` (the numbers), `group` (which piece of the work) and `lane` (which thread of the
 * workgroup). Groups are numbered in one dimension; the grid is folded where there are too many.
 */

export type Binding = `${'read' | 'write'} ${'f32' | 'i32' | 'u32' | 'vec4f' | 'vec4u'}`;

export interface Kernel<B extends string = string, P extends string = string> {
  /** Names the variant too: pipelines are kept by it. */
  readonly name: string;
  /** Threads of a workgroup. */
  readonly width: number;
  readonly buffers: Readonly<Record<B, Binding>>;
  readonly params: Readonly<Record<P, 'u32' | 'f32'>>;
  /** Called once: when the pipeline is made. */
  text(): { readonly globals?: string; readonly body: string };
}

/** For inference: the names of buffers and numbers as literals. */
export function kernel<B extends string, P extends string>(spec: Kernel<B, P>): Kernel<B, P> {
  return spec;
}

/** Threads for the rows of a reduction: few where rows are short. */
export function lanesFor(dim: number): 64 | 256 {
  return dim <= 512 ? 64 : 256;
}

export function source({ width, buffers, params, text }: Kernel): string {
  const { globals = '', body } = text();
  const members = Object.entries(params).map(([name, type]) => `  ${name}: ${type},`);
  const bindings = Object.entries(buffers).map(([name, binding], i) => {
    const [access, element] = binding.split(' ') as [string, string];
    const mode = access === 'read' ? 'read' : 'read_write';
    return `@group(0) @binding(${i + 1}) var<storage, ${mode}> ${name}: array<${element}>;`;
  });
  return `
struct Params {
  groups: u32,
${members.join('\n')}
}
@group(0) @binding(0) var<uniform> p: Params;
${bindings.join('\n')}
${globals}
@compute @workgroup_size(${width})
fn main(
  @builtin(workgroup_id) place: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = place.x + place.y * grid.x;
  if (group >= p.groups) { return; }
${body}
}
`;
}
