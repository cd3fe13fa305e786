/**
 * Opens the WebGPU engine: WGSL kernels through npm `webgpu` (Dawn), an optional package, on any
 * Vulkan, Metal or D3D12 adapter. Where there is none, it is `engine_unavailable`.
 *
 * Covered: every operation of the seam in float32, checked on SwiftShader (a Vulkan driver that is
 * a program on the processor) by the conformance suite and the golden checkpoints.
 * Not covered: f16 or bf16 storage, subgroup and matrix instructions, more than one GPU, models
 * with a buffer larger than one binding of the adapter.
 * Not measured: any speed, and any real GPU: none was available. Tile sizes, the split between the
 * two matrix products and the batches of commands are reasoned, not tuned.
 */
import type { Engine } from '../contract.ts';
import { openDevice } from './adapter.ts';
import { Device } from './device.ts';
import { WebgpuEngine } from './engine.ts';

export interface WebgpuOptions {
  /** Whether an adapter that is a program on the processor will do. Default: true. */
  readonly software?: boolean;
}

/** @throws AssayError `engine_unavailable` without the package, or without an adapter. */
export async function openWebgpu({ software = true }: WebgpuOptions = {}): Promise<Engine> {
  return new WebgpuEngine(new Device(await openDevice(software)));
}
