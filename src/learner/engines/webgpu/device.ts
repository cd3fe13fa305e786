/**
 * Queues kernels on a device, many to a submission.
 *
 * Theory of operation. Dispatches are recorded in one compute pass; each has a slot of a uniform
 * buffer for its numbers, and all slots are written at once when the batch is submitted: at a read,
 * or when the slots are used up, so that a long piece of work starts before it is all recorded.
 * A write goes straight to the queue, ahead of what is recorded but not submitted; so a buffer
 * that recorded commands use makes the batch be submitted first.
 *
 * Errors of WebGPU come later than the call that caused them; `read` reports the first.
 */
import { AssayError } from '../../../errors.ts';
import type { Buffer } from '../contract.ts';
import type { Opened } from './adapter.ts';
import { type Kernel, source } from './kernel.ts';
import { Memory, type Storage } from './memory.ts';

/** Of WebGPU's GPUBufferUsage, GPUMapMode and GPUShaderStage, which Node has not. */
const usage = { mapRead: 1, copySrc: 4, copyDst: 8, uniform: 64, storage: 128 } as const;
const mapModeRead = 1;
const stageCompute = 4;

const slotBytes = 256; // the alignment that every device allows
const slots = 1024; // dispatches of a batch: a step of sampling for some sixty layers
const mostGroups = 65_535; // a dimension of the grid
const mostBindGroups = 16_384;

interface Pipeline {
  readonly id: number;
  readonly gpu: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

export class Device implements AsyncDisposable {
  readonly description: string;
  /** Bytes of memory that a workgroup may share. */
  readonly workgroupBytes: number;
  readonly memory: Memory;
  readonly #opened: Opened;
  readonly #gpu: GPUDevice;
  readonly #pipelines = new Map<string, Pipeline>();
  readonly #bindGroups = new Map<string, GPUBindGroup>();
  readonly #uniforms: GPUBuffer;
  readonly #numbers = new DataView(new ArrayBuffer(slots * slotBytes));
  /** Bound where a kernel's optional buffer is left out. */
  readonly #nothing: Storage;
  readonly #staging = new Map<number, GPUBuffer[]>();
  #encoder: GPUCommandEncoder | null = null;
  #pass: GPUComputePassEncoder | null = null;
  #used = 0;
  #batch = 0;
  #failure: string | null = null;
  #closed = false;

  constructor(opened: Opened) {
    const { device } = opened;
    this.#opened = opened;
    this.#gpu = device;
    this.description = opened.description;
    this.workgroupBytes = device.limits.maxComputeWorkgroupStorageSize;
    const make = (size: number) =>
      device.createBuffer({ size, usage: usage.storage | usage.copySrc | usage.copyDst });
    // A multiple of 16, so that whatever is bound is whole vectors.
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    this.memory = new Memory(make, Math.floor(most / 16) * 16);
    this.#nothing = { id: -1, gpu: make(slotBytes), bytes: slotBytes, batch: -1, writes: 0 };
    this.#uniforms = device.createBuffer({
      size: slots * slotBytes,
      usage: usage.uniform | usage.copyDst,
    });
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault(); // not on the console
      this.#failure ??= event.error.message;
    });
    device.lost.then(({ message }) => {
      if (!this.#closed) this.#failure ??= `the device is lost: ${message}`;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#pass?.end();
    this.#gpu.destroy();
    await this.#gpu.lost;
    this.#opened.release();
  }

  /** Queues `groups` workgroups of a kernel. Null leaves an optional buffer out. */
  run<B extends string, P extends string>(
    kernel: Kernel<B, P>,
    buffers: Readonly<Record<NoInfer<B>, Buffer | null>>,
    params: Readonly<Record<NoInfer<P>, number>>,
    groups: number,
  ): void {
    if (groups === 0) return;
    if (this.#used === slots) this.submit();
    const pipeline = this.#pipeline(kernel);
    const bound = (Object.keys(kernel.buffers) as B[]).map((name) => {
      const buffer = buffers[name];
      const storage = buffer === null ? this.#nothing : this.memory.at(buffer);
      storage.batch = this.#batch;
      if (kernel.buffers[name].startsWith('write')) storage.writes++;
      return storage;
    });
    const offset = this.#used++ * slotBytes;
    this.#numbers.setUint32(offset, groups, true);
    (Object.keys(kernel.params) as P[]).forEach((name, i) => {
      const at = offset + 4 * (i + 1);
      if (kernel.params[name] === 'f32') this.#numbers.setFloat32(at, params[name], true);
      else this.#numbers.setUint32(at, params[name], true);
    });
    this.#encoder ??= this.#gpu.createCommandEncoder();
    this.#pass ??= this.#encoder.beginComputePass();
    this.#pass.setPipeline(pipeline.gpu);
    this.#pass.setBindGroup(0, this.#bindGroup(pipeline, bound), [offset]);
    const high = Math.ceil(groups / mostGroups);
    this.#pass.dispatchWorkgroups(Math.ceil(groups / high), high);
  }

  write(buffer: Buffer, values: Float32Array | Int32Array): void {
    const storage = this.memory.at(buffer);
    if (values.length !== buffer.length) {
      throw new AssayError('internal', `expected ${buffer.length} values; got ${values.length}`);
    }
    if (values.length === 0) return;
    if (storage.batch === this.#batch) this.submit();
    storage.writes++;
    this.#gpu.queue.writeBuffer(storage.gpu, 0, values as GPUAllowSharedBufferSource);
  }

  async read(buffer: Buffer): Promise<Float32Array | Int32Array> {
    const storage = this.memory.at(buffer);
    const made = buffer.kind === 'f32' ? Float32Array : Int32Array;
    if (buffer.length === 0) return new made(0);
    const bytes = 4 * buffer.length;
    const staging = this.#staging.get(storage.bytes)?.pop() ?? this.#makeStaging(storage.bytes);
    this.#pass?.end();
    this.#pass = null;
    this.#encoder ??= this.#gpu.createCommandEncoder();
    this.#encoder.copyBufferToBuffer(storage.gpu, 0, staging, 0, bytes);
    this.submit();
    try {
      await staging.mapAsync(mapModeRead, 0, bytes);
    } catch (cause) {
      const reason = this.#failure ?? (cause instanceof Error ? cause.message : String(cause));
      throw new AssayError('internal', `the webgpu engine: ${reason}`, { cause });
    }
    const values = new made(staging.getMappedRange(0, bytes).slice(0));
    staging.unmap();
    this.#keepStaging(storage.bytes, staging);
    if (this.#failure === null) return values;
    throw new AssayError('internal', `the webgpu engine: ${this.#failure}`);
  }

  free(buffer: Buffer): void {
    this.memory.free(buffer);
    if (!this.memory.overfull) return;
    this.submit();
    this.#bindGroups.clear();
    this.memory.destroyIdle();
  }

  /** Hands what is recorded to the device. */
  submit(): void {
    if (!this.#encoder) return;
    this.#pass?.end();
    const { queue } = this.#gpu;
    queue.writeBuffer(this.#uniforms, 0, this.#numbers.buffer, 0, this.#used * slotBytes);
    queue.submit([this.#encoder.finish()]);
    this.#encoder = null;
    this.#pass = null;
    this.#used = 0;
    this.#batch++;
  }

  #pipeline(kernel: Kernel): Pipeline {
    const known = this.#pipelines.get(kernel.name);
    if (known) return known;
    const layout = this.#gpu.createBindGroupLayout({
      entries: [
        {
          binding: 0,
          visibility: stageCompute,
          buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: slotBytes },
        },
        ...Object.values(kernel.buffers).map((binding, i) => ({
          binding: i + 1,
          visibility: stageCompute,
          buffer: {
            type: binding.startsWith('read')
              ? ('read-only-storage' as const)
              : ('storage' as const),
          },
        })),
      ],
    });
    const gpu = this.#gpu.createComputePipeline({
      label: kernel.name,
      layout: this.#gpu.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: {
        module: this.#gpu.createShaderModule({ label: kernel.name, code: source(kernel) }),
        entryPoint: 'main',
      },
    });
    const pipeline = { id: this.#pipelines.size, gpu, layout };
    this.#pipelines.set(kernel.name, pipeline);
    return pipeline;
  }

  /** Kept: the same buffers meet again in every step of the same shape. */
  #bindGroup({ id, layout }: Pipeline, bound: readonly Storage[]): GPUBindGroup {
    const key = `${id}:${bound.map((storage) => storage.id).join()}`;
    const known = this.#bindGroups.get(key);
    if (known) return known;
    const made = this.#gpu.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: this.#uniforms, size: slotBytes } },
        ...bound.map(({ gpu }, i) => ({ binding: i + 1, resource: { buffer: gpu } })),
      ],
    });
    if (this.#bindGroups.size === mostBindGroups) this.#bindGroups.clear();
    this.#bindGroups.set(key, made);
    return made;
  }

  #makeStaging(size: number): GPUBuffer {
    return this.#gpu.createBuffer({ size, usage: usage.mapRead | usage.copyDst });
  }

  /** Small ones serve again; a step of sampling reads the same two sizes each time. */
  #keepStaging(bytes: number, staging: GPUBuffer): void {
    const alike = this.#staging.get(bytes) ?? [];
    if (bytes <= 1 << 20 && alike.length < 4) alike.push(staging);
    else staging.destroy();
    this.#staging.set(bytes, alike);
  }
}
