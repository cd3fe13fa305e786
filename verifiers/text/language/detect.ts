/**
 * Which language a text is in: naive Bayes over character n-grams, drawn at random with a fixed
 * seed (N. Shuyo, Language Detection Library for Java, 2010; the method and profiles of
 * langdetect 1.0.9 with seed 0, whose labels it reproduces).
 */
import { createRng, type Rng } from '../../random.ts';
import { extractGrams } from './grams.ts';
import { profiles } from './profiles.ts';

const trials = 7;
const smoothing = 0.5;
const smoothingWidth = 0.05;
const baseFrequency = 10_000;
const maxDraws = 1_000;
const converged = 0.99999;
const minProbability = 0.1;

/**
 * The most probable language as an ISO 639-1 code (`zh-cn` and `zh-tw` apart), `unknown` when none
 * reaches 10 %, null when the text has no letters to judge by. Only the first 10,000 characters
 * count.
 */
export function detectLanguage(text: string): string | null {
  const { languages } = profiles();
  const grams = extractGrams(text, profiles());
  if (grams.length === 0) return null;

  const random = createRng(0);
  const normals = createNormals(random);
  const mean = new Float64Array(languages.length);
  for (let trial = 0; trial < trials; trial++) {
    const weight = (smoothing + normals() * smoothingWidth) / baseFrequency;
    const probability = runTrial(grams, weight, random, languages.length);
    for (let i = 0; i < mean.length; i++) {
      mean[i] = (mean[i] as number) + (probability[i] as number) / trials;
    }
  }

  let best = 0;
  for (let i = 1; i < mean.length; i++) {
    if ((mean[i] as number) > (mean[best] as number)) best = i;
  }
  return (mean[best] as number) > minProbability ? (languages[best] as string) : 'unknown';
}

/** Multiplies in the likelihoods of randomly drawn n-grams until one language is certain. */
function runTrial(grams: Uint32Array, weight: number, random: Rng, size: number) {
  const { start, language, share } = profiles();
  const probability = new Float64Array(size).fill(1 / size);
  for (let draw = 0; ; draw++) {
    const gram = grams[random.below(grams.length)] as number;
    let entry = start[gram] as number;
    const end = start[gram + 1] as number;
    for (let i = 0; i < size; i++) {
      const known = entry < end && language[entry] === i ? (share[entry++] as number) : 0;
      probability[i] = (probability[i] as number) * (weight + known);
    }
    if (draw % 5 === 0 && (normalise(probability) > converged || draw >= maxDraws)) break;
  }
  return probability;
}

/** Scales to sum 1 and returns the largest. */
function normalise(probability: Float64Array): number {
  let sum = 0;
  for (const p of probability) sum += p;
  let largest = 0;
  for (let i = 0; i < probability.length; i++) {
    const p = (probability[i] as number) / sum;
    if (p > largest) largest = p;
    probability[i] = p;
  }
  return largest;
}

/** Standard normal numbers in pairs (Box and Muller), in CPython's order. */
function createNormals(random: Rng): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const angle = random.random() * 2 * Math.PI;
    const radius = Math.sqrt(-2 * Math.log(1 - random.random()));
    spare = Math.sin(angle) * radius;
    return Math.cos(angle) * radius;
  };
}
