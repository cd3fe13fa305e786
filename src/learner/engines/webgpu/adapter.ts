/**
 * Opens a device through npm `webgpu` (Dawn), an optional package. Vulkan, Metal or D3D12 finds the
 * adapter; what cannot be opened is `engine_unavailable`, with the reason.
 */
import { existsSync } from 'node:fs';
import { AssayError } from '../../../errors.ts';

export interface Opened {
  readonly device: GPUDevice;
  /** For people: what computes. */
  readonly description: string;
  /** Ends the hold on Dawn's instance, which must outlive the device. */
  release(): void;
}

/** Kept from the collector while a device is open. */
const instances = new Set<GPU>();

/** Of adapters that are programs on the processor. */
const programs = /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/i;

/** Kernels are written for these; everything newer than 2015 has them. */
const needed = {
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupStorageSize: 16_384,
  maxStorageBuffersPerShaderStage: 8,
} as const;

/** As large as the adapter allows. */
const wanted = [
  ...(Object.keys(needed) as (keyof typeof needed)[]),
  ...(['maxBufferSize', 'maxStorageBufferBindingSize'] as const),
];

/** Where Linux shows a GPU: its render nodes, NVIDIA's, and Windows' under WSL. */
export const gpuNodes = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];

/** A look before Dawn is loaded, which complains on the console where it finds no driver. */
export function expectGpu(): void {
  if (process.platform !== 'linux' || gpuNodes.some((node) => existsSync(node))) return;
  throw unavailable(`expected a GPU (one of ${gpuNodes.join(', ')}); got none`);
}

/** With `software: false`, not an adapter that is a program on the processor. */
export async function openDevice({ software = true } = {}): Promise<Opened> {
  const { create } = await load();
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw unavailable('expected an adapter (a Vulkan, Metal or D3D12 driver); got none');
  const { vendor, architecture, description } = adapter.info;
  const name = [description || vendor, architecture].filter(Boolean).join(', ');
  if (!software && (adapter.info.isFallbackAdapter || programs.test(name))) {
    throw unavailable(`expected a GPU; got ${name}, a program on the processor`);
  }
  for (const [limit, least] of Object.entries(needed) as [keyof typeof needed, number][]) {
    const got = adapter.limits[limit];
    if (got < least)
      throw unavailable(`${limit}: expected at least ${least}; got ${got} (${name})`);
  }
  const device = await adapter
    .requestDevice({
      requiredLimits: Object.fromEntries(wanted.map((limit) => [limit, adapter.limits[limit]])),
    })
    .catch((cause: unknown) => {
      throw unavailable(`expected a device of ${name}; got ${message(cause)}`, cause);
    });
  instances.add(gpu);
  return { device, description: name, release: () => instances.delete(gpu) };
}

async function load(): Promise<typeof import('webgpu')> {
  try {
    return await import('webgpu');
  } catch (cause) {
    throw unavailable(`expected the package webgpu; got ${message(cause)}`, cause);
  }
}

function unavailable(reason: string, cause?: unknown): AssayError {
  return new AssayError('engine_unavailable', `the webgpu engine: ${reason}`, { cause });
}

function message(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] as string) : String(error);
}
