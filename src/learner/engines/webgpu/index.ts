/**
 * Opens the WebGPU engine: WGSL kernels through npm `webgpu` (Dawn), an optional package, on any
 * Vulkan, Metal or D3D12 adapter. Where there is none, it is `engine_unavailable`.
 *
 * Covered: every operation of the seam in float32, and weights read as bfloat16, checked on
 * SwiftShader (a Vulkan driver that is a program on the processor) by the conformance suite and the
 * golden checkpoints.
 * Not covered: activations, gradients and caches in halves, subgroup and matrix instructions, more
 * than one GPU, models with a buffer larger than one binding of the adapter.
 * Not measured: any speed, and any real GPU: none was available. Tile sizes, the split between the
 * two matrix products and the batches of commands are reasoned, not tuned.
 */
import type { Engine } from '../contract.ts';
import { expectGpu, openDevice } from './adapter.ts';
import { Device } from './device.ts';
import { WebgpuEngine, type WebgpuOptions } from './engine.ts';

/** @throws AssayError `engine_unavailable` without the package, or without an adapter. */
export async function openWebgpu(options: WebgpuOptions = {}): Promise<Engine> {
  return new WebgpuEngine(new Device(await openDevice()), options);
}

/** The same where the adapter is a GPU, not a program on the processor. */
export async function openGpu(options: WebgpuOptions = {}): Promise<Engine> {
  expectGpu();
  return new WebgpuEngine(new Device(await openDevice({ software: false })), options);
}
