/** The table of word problems. */
import { home } from './home.ts';
import { kitchen } from './kitchen.ts';
import { school } from './school.ts';
import { shop } from './shop.ts';
import type { Story } from './story.ts';
import { travel } from './travel.ts';
import { work } from './work.ts';

export const stories: readonly Story[] = [
  ...shop,
  ...work,
  ...travel,
  ...kitchen,
  ...school,
  ...home,
];
