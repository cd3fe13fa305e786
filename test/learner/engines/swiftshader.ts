/**
 * A Vulkan driver for machines without a GPU: SwiftShader, which computes on the processor. Debian's
 * package chromium-common brings it.
 */
import { existsSync } from 'node:fs';
import { gpuNodes } from '../../../src/learner/engines/webgpu/adapter.ts';

const manifest = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Where no driver is named and no GPU is there. The loader reads the variable when Dawn starts. */
export function useSwiftshader(): void {
  const named = process.env.VK_ICD_FILENAMES ?? process.env.VK_DRIVER_FILES;
  if (named === undefined && !gpuNodes.some(existsSync) && existsSync(manifest)) {
    process.env.VK_ICD_FILENAMES = manifest;
  }
}
