/** Every instruction there is, by id. Adding one: its file and one line here. */
import { capitalWordFrequency } from './change_case/capital_word_frequency.ts';
import { englishCapital } from './change_case/english_capital.ts';
import { englishLowercase } from './change_case/english_lowercase.ts';
import { repeatPrompt } from './combination/repeat_prompt.ts';
import { twoResponses } from './combination/two_responses.ts';
import type { Instruction } from './define.ts';
import { numberPlaceholders } from './detectable_content/number_placeholders.ts';
import { postscript } from './detectable_content/postscript.ts';
import { constrainedResponse } from './detectable_format/constrained_response.ts';
import { jsonFormat } from './detectable_format/json_format.ts';
import { multipleSections } from './detectable_format/multiple_sections.ts';
import { numberBulletLists } from './detectable_format/number_bullet_lists.ts';
import { numberHighlightedSections } from './detectable_format/number_highlighted_sections.ts';
import { title } from './detectable_format/title.ts';
import { existence } from './keywords/existence.ts';
import { forbiddenWords } from './keywords/forbidden_words.ts';
import { frequency } from './keywords/frequency.ts';
import { letterFrequency } from './keywords/letter_frequency.ts';
import { responseLanguage } from './language/response_language.ts';
import { nthParagraphFirstWord } from './length_constraints/nth_paragraph_first_word.ts';
import { numberParagraphs } from './length_constraints/number_paragraphs.ts';
import { numberSentences } from './length_constraints/number_sentences.ts';
import { numberWords } from './length_constraints/number_words.ts';
import { noComma } from './punctuation/no_comma.ts';
import { endChecker } from './startend/end_checker.ts';
import { quotation } from './startend/quotation.ts';

/** IFEval (Zhou et al., 2023). */
const ifeval: readonly Instruction[] = [
  existence,
  frequency,
  forbiddenWords,
  letterFrequency,
  responseLanguage,
  numberSentences,
  numberParagraphs,
  numberWords,
  nthParagraphFirstWord,
  numberPlaceholders,
  postscript,
  numberBulletLists,
  constrainedResponse,
  numberHighlightedSections,
  multipleSections,
  jsonFormat,
  title,
  twoResponses,
  repeatPrompt,
  endChecker,
  quotation,
  capitalWordFrequency,
  englishCapital,
  englishLowercase,
  noComma,
];

export const instructions: ReadonlyMap<string, Instruction> = new Map(
  [...ifeval].map((instruction) => [instruction.id, instruction]),
);
