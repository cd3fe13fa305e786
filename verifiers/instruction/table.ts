/** Every instruction there is, by id. Adding one: its file and one line here. */
import { capitalWordFrequency } from './change_case/capital_word_frequency.ts';
import { englishCapital } from './change_case/english_capital.ts';
import { englishLowercase } from './change_case/english_lowercase.ts';
import { repeatPrompt } from './combination/repeat_prompt.ts';
import { twoResponses } from './combination/two_responses.ts';
import { copy } from './copy/copy.ts';
import { copyingMultiple } from './copy/copying_multiple.ts';
import { copyingSimple } from './copy/copying_simple.ts';
import { repeatPhrase } from './copy/repeat_phrase.ts';
import { conjunctions } from './count/conjunctions.ts';
import { countIncrementWord } from './count/count_increment_word.ts';
import { countUnique } from './count/count_unique.ts';
import { countingComposition } from './count/counting_composition.ts';
import { keywordsMultiple } from './count/keywords_multiple.ts';
import { lowercaseCounting } from './count/lowercase_counting.ts';
import { numbers } from './count/numbers.ts';
import { personNames } from './count/person_names.ts';
import { pronounCount } from './count/pronouns.ts';
import { punctuationMarks } from './count/punctuation.ts';
import { uniqueWordCount } from './count/unique_word_count.ts';
import { wordCountRange } from './count/word_count_range.ts';
import { wordsJapanese } from './count/words_japanese.ts';
import { characterReverse } from './custom/character_reverse.ts';
import { csvCity } from './custom/csv_city.ts';
import { csvQuotes } from './custom/csv_quotes.ts';
import { csvSpecialCharacter } from './custom/csv_special_character.ts';
import { dateFormatList } from './custom/date_format_list.ts';
import { europeanCapitalsSort } from './custom/european_capitals_sort.ts';
import { mcqCountLength } from './custom/mcq_count_length.ts';
import { multiples } from './custom/multiples.ts';
import { reverseNewline } from './custom/reverse_newline.ts';
import { sentenceAlphabet } from './custom/sentence_alphabet.ts';
import { wordReverse } from './custom/word_reverse.ts';
import type { Instruction } from './define.ts';
import { numberPlaceholders } from './detectable_content/number_placeholders.ts';
import { postscript } from './detectable_content/postscript.ts';
import { bigramWrapping } from './detectable_format/bigram_wrapping.ts';
import { constrainedResponse } from './detectable_format/constrained_response.ts';
import { jsonFormat } from './detectable_format/json_format.ts';
import { multipleSections } from './detectable_format/multiple_sections.ts';
import { numberBulletLists } from './detectable_format/number_bullet_lists.ts';
import { numberHighlightedSections } from './detectable_format/number_highlighted_sections.ts';
import { sentenceHyphens } from './detectable_format/sentence_hyphens.ts';
import { squareBrackets } from './detectable_format/square_brackets.ts';
import { title } from './detectable_format/title.ts';
import { firstWordAnswer } from './first_word/first_word_answer.ts';
import { firstWordSent } from './first_word/first_word_sent.ts';
import { emoji } from './format/emoji.ts';
import { lineIndent } from './format/line_indent.ts';
import { list } from './format/list.ts';
import { newline } from './format/newline.ts';
import { noBulletsBullets } from './format/no_bullets_bullets.ts';
import { noWhitespace } from './format/no_whitespace.ts';
import { optionsResponse } from './format/options.ts';
import { outputTemplate } from './format/output_template.ts';
import { parentheses } from './format/parentheses.ts';
import { quoteUnquote } from './format/quote_unquote.ts';
import { quotes } from './format/quotes.ts';
import { subBullets } from './format/sub_bullets.ts';
import { thesis } from './format/thesis.ts';
import { titleCase } from './format/title_case.ts';
import { excludeWordHarder } from './keywords/exclude_word_harder.ts';
import { existence } from './keywords/existence.ts';
import { forbiddenWords } from './keywords/forbidden_words.ts';
import { frequency } from './keywords/frequency.ts';
import { keywordSpecificPosition } from './keywords/keyword_specific_position.ts';
import { letterFrequency } from './keywords/letter_frequency.ts';
import { noAdjacentConsecutive } from './keywords/no_adjacent_consecutive.ts';
import { palindrome } from './keywords/palindrome.ts';
import { startEnd } from './keywords/start_end.ts';
import { wordCountDifferentNumbers } from './keywords/word_count_different_numbers.ts';
import { wordOnce } from './keywords/word_once.ts';
import { responseLanguage } from './language/response_language.ts';
import { lastWordAnswer } from './last_word/last_word_answer.ts';
import { lastWordSent } from './last_word/last_word_sent.ts';
import { nthParagraphFirstWord } from './length_constraints/nth_paragraph_first_word.ts';
import { numberParagraphs } from './length_constraints/number_paragraphs.ts';
import { numberSentences } from './length_constraints/number_sentences.ts';
import { numberWords } from './length_constraints/number_words.ts';
import { letterCounting } from './letters/letter_counting.ts';
import { letterCounting2 } from './letters/letter_counting2.ts';
import { copySpanIdx } from './new/copy_span_idx.ts';
import { paragraphs } from './paragraphs/paragraphs.ts';
import { paragraphs2 } from './paragraphs/paragraphs2.ts';
import { noComma } from './punctuation/no_comma.ts';
import { punctuationDot } from './punctuation/punctuation_dot.ts';
import { punctuationExclamation } from './punctuation/punctuation_exclamation.ts';
import { overlap } from './ratio/overlap.ts';
import { sentenceBalance } from './ratio/sentence_balance.ts';
import { sentenceType } from './ratio/sentence_type.ts';
import { sentenceWords } from './ratio/sentence_words.ts';
import { stopWordShare } from './ratio/stop_words.ts';
import { repeatChange } from './repeat/repeat_change.ts';
import { repeatSimple } from './repeat/repeat_simple.ts';
import { repeatSpan } from './repeat/repeat_span.ts';
import { alliterationIncrement } from './sentence/alliteration_increment.ts';
import { increment } from './sentence/increment.ts';
import { keyword } from './sentence/keyword.ts';
import { endChecker } from './startend/end_checker.ts';
import { quotation } from './startend/quotation.ts';
import { structuredOutput } from './structured_outputs/schema.ts';
import { alphabet } from './words/alphabet.ts';
import { consonants } from './words/consonants.ts';
import { keywordsSpecificPosition } from './words/keywords_specific_position.ts';
import { lastFirst } from './words/last_first.ts';
import { noConsecutive } from './words/no_consecutive.ts';
import { oddEvenSyllables } from './words/odd_even_syllables.ts';
import { palindromes } from './words/palindrome.ts';
import { paragraphLastFirst } from './words/paragraph_last_first.ts';
import { primeLengths } from './words/prime_lengths.ts';
import { repeats } from './words/repeats.ts';
import { startVerb } from './words/start_verb.ts';
import { vowel } from './words/vowel.ts';
import { wordsPosition } from './words/words_position.ts';

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

/** IFBench (Pyatkin et al., 2025). */
const ifbench: readonly Instruction[] = [
  alliterationIncrement,
  increment,
  keyword,
  emoji,
  lineIndent,
  list,
  newline,
  noBulletsBullets,
  noWhitespace,
  optionsResponse,
  outputTemplate,
  parentheses,
  quoteUnquote,
  quotes,
  subBullets,
  thesis,
  titleCase,
  characterReverse,
  csvCity,
  csvQuotes,
  csvSpecialCharacter,
  dateFormatList,
  europeanCapitalsSort,
  mcqCountLength,
  multiples,
  reverseNewline,
  sentenceAlphabet,
  wordReverse,
  repeatChange,
  repeatSimple,
  repeatSpan,
  conjunctions,
  keywordsMultiple,
  numbers,
  personNames,
  pronounCount,
  punctuationMarks,
  uniqueWordCount,
  wordCountRange,
  wordsJapanese,
  overlap,
  sentenceBalance,
  sentenceType,
  sentenceWords,
  stopWordShare,
  alphabet,
  consonants,
  keywordsSpecificPosition,
  lastFirst,
  noConsecutive,
  oddEvenSyllables,
  palindromes,
  paragraphLastFirst,
  primeLengths,
  repeats,
  startVerb,
  vowel,
  wordsPosition,
];

/** IFEvalG: the instructions of open-instruct's training data that are in neither of the others. */
const ifevalg: readonly Instruction[] = [
  copy,
  copyingMultiple,
  copyingSimple,
  repeatPhrase,
  countIncrementWord,
  countUnique,
  countingComposition,
  lowercaseCounting,
  bigramWrapping,
  sentenceHyphens,
  squareBrackets,
  firstWordAnswer,
  firstWordSent,
  excludeWordHarder,
  keywordSpecificPosition,
  noAdjacentConsecutive,
  palindrome,
  startEnd,
  wordCountDifferentNumbers,
  wordOnce,
  lastWordAnswer,
  lastWordSent,
  letterCounting,
  letterCounting2,
  copySpanIdx,
  paragraphs,
  paragraphs2,
  punctuationDot,
  punctuationExclamation,
];

/** NeMo Gym's environments beside IFEval. */
const nemoGym: readonly Instruction[] = [structuredOutput];

/** Every instruction, by the set that published it. */
export const sets = { IFEval: ifeval, IFBench: ifbench, IFEvalG: ifevalg, 'NeMo Gym': nemoGym };

export const instructions: ReadonlyMap<string, Instruction> = new Map(
  Object.values(sets)
    .flat()
    .map((instruction) => [instruction.id, instruction]),
);
