/** What a response is judged against, and the switches. */
import { z } from 'zod';
import type { Refusal } from '../contract.ts';
import type { Check } from './define.ts';
import { instructions } from './table.ts';

const maxInstructions = 64;

export const InstructionReference = z
  .object({
    /** `group:name`, one an instruction. */
    instruction_id_list: z.array(z.string()).min(1).max(maxInstructions),
    /** The arguments of each; null stands for none. */
    kwargs: z.array(z.record(z.string(), z.unknown()).nullable()),
    prompt: z.string().optional(),
  })
  .refine((reference) => reference.instruction_id_list.length === reference.kwargs.length, {
    message: 'expected as many kwargs as ids in instruction_id_list',
    path: ['kwargs'],
  });
export type InstructionReference = z.infer<typeof InstructionReference>;

export const InstructionOptions = z.object({
  /** `loose` also tries the response without its first or last line and without stars. */
  mode: z.enum(['strict', 'loose']).default('strict'),
  /** `fraction`: the share of instructions followed; `all`: 1 only when every one is. */
  reward: z.enum(['fraction', 'all']).default('fraction'),
  /** Instructions that hold for a response that says nothing earn nothing. */
  hardened: z.boolean().default(true),
  /** `strip` removes the model's private reasoning before checking. */
  thinking: z.enum(['strip', 'keep']).default('strip'),
});
export type InstructionOptions = z.infer<typeof InstructionOptions>;

export interface BoundInstruction {
  readonly id: string;
  readonly check: Check;
  readonly substantial: boolean;
}

/** Ties every id to its kwargs; a Refusal when an id is unknown or its kwargs do not fit. */
export function bindInstructions(
  reference: InstructionReference,
): { readonly status: 'bound'; readonly instructions: BoundInstruction[] } | Refusal {
  const bound: BoundInstruction[] = [];
  for (const [i, id] of reference.instruction_id_list.entries()) {
    const instruction = instructions.get(id);
    if (!instruction)
      return refuse(`instruction ${i}: expected a known id, got ${JSON.stringify(id)}`);
    const result = instruction.bind(withoutNulls(reference.kwargs[i] ?? {}));
    if ('invalid' in result) return refuse(`instruction ${i}, kwargs of ${id}: ${result.invalid}`);
    bound.push({ id, check: result.check, substantial: instruction.substantial ?? false });
  }
  return { status: 'bound', instructions: bound };
}

/** Published rows carry every argument of every instruction, null where it does not apply. */
function withoutNulls(kwargs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kwargs).filter(([, value]) => value != null));
}

const refuse = (message: string): Refusal => ({
  status: 'unscorable',
  cause: 'reference_invalid',
  message,
});
