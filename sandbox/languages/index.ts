/** The table of languages. A language is one file and one line here. */
import { javascript } from './javascript.ts';
import type { Language } from './language.ts';
import { python } from './python.ts';
import { typescript } from './typescript.ts';

export type { Language, NativeLanguage } from './language.ts';

export const languages = {
  python,
  javascript,
  typescript,
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageId = keyof typeof languages;

export const languageIds = Object.keys(languages) as readonly LanguageId[];
