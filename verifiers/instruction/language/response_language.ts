import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { isIn } from '../detected.ts';

/** The codes of the published set; the detector knows more languages. */
const languages = [
  ...['en', 'es', 'pt', 'ar', 'hi', 'fr', 'ru', 'de', 'ja', 'it', 'bn', 'uk', 'th', 'ur', 'ta'],
  ...['te', 'bg', 'ko', 'pl', 'he', 'fa', 'vi', 'ne', 'sw', 'kn', 'mr', 'gu', 'pa', 'ml', 'fi'],
] as const;

export const responseLanguage = defineInstruction({
  id: 'language:response_language',
  rule: 'The language detected for the whole text is the asked one.',
  kwargs: z.strictObject({ language: z.enum(languages) }),
  example: {
    kwargs: { language: 'de' },
    passes: 'Das Wetter ist heute schön, und wir gehen am Fluss spazieren.',
    fails: 'The weather is fine today, and we walk along the river.',
  },
  check: (text, { language }, context) => isIn(language, text, context),
});
