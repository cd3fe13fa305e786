/** The table of languages. A language is one file and one line here. */
import { bash } from './bash.ts';
import { c } from './c.ts';
import { cpp } from './cpp.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { javascript } from './javascript.ts';
import type { Language } from './language.ts';
import { lua } from './lua.ts';
import { perl } from './perl.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';
import { typescript } from './typescript.ts';

export type { Language, NativeLanguage } from './language.ts';

export const languages = {
  python,
  javascript,
  typescript,
  c,
  cpp,
  java,
  go,
  rust,
  bash,
  perl,
  ruby,
  lua,
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageId = keyof typeof languages;

export const languageIds = Object.keys(languages) as readonly LanguageId[];
