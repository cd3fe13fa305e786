/**
 * A Vulkan driver for machines without a GPU: SwiftShader, which computes on the processor. Debian's
 * package chromium-common brings it.
 */
import { existsSync, readdirSync } from 'node:fs';

const manifest = '/usr/lib/chromium/vk_swiftshader_icd.json';
const manifests = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

/** Where no other driver is named or installed. The loader reads the variable when Dawn starts. */
export function useSwiftshader(): void {
  const named = process.env.VK_ICD_FILENAMES ?? process.env.VK_DRIVER_FILES;
  const installed = manifests.some((dir) => existsSync(dir) && readdirSync(dir).length > 0);
  if (named === undefined && !installed && existsSync(manifest)) {
    process.env.VK_ICD_FILENAMES = manifest;
  }
}
