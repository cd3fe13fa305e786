/** NeMo Gym's structured outputs: the response is one document of a format, in the shape of a schema. */
import { z } from 'zod';
import { JsonError, parseJson } from '../../json.ts';
import { isBlank } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { coerceCsv, coerceXml } from './coerce.ts';
import { formats, readDocument } from './document.ts';
import { DocumentError } from './document-error.ts';
import { compileSchema } from './json_schema/compile.ts';
import { isObject, SchemaError } from './json_schema/contract.ts';

const maxSchemaLength = 256 << 10;

/** A schema as its text, or as JSON. What it names must be there, and nothing else. */
const schema = z
  .union([z.string().max(maxSchemaLength), z.looseObject({})])
  .transform((given, ctx) => {
    try {
      const parsed = strict(typeof given === 'string' ? parseJson(given) : given);
      return { parsed, check: compileSchema(parsed) };
    } catch (error) {
      if (!(error instanceof SchemaError || error instanceof JsonError)) throw error;
      ctx.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

export const structuredOutput = defineInstruction({
  id: 'structured_outputs:schema',
  rule: 'The whole text is a document of the format, and fits the schema, all of whose fields are required and no others allowed.',
  substantial: true,
  kwargs: z.object({
    schema_str: schema,
    schema_type: z.preprocess(
      (name) => (typeof name === 'string' ? name.toLowerCase() : name),
      z.enum(formats).default('json'),
    ),
  }),
  example: {
    kwargs: {
      schema_str:
        '{"type": "object", "properties": {"city": {"type": "string"}, "height": {"type": "integer"}}}',
      schema_type: 'json',
    },
    passes: '{"city": "Bath", "height": 20}',
    fails: '{"city": "Bath", "height": "20 m"}',
  },
  check(text, { schema_str: { parsed, check }, schema_type: format }, { budget }) {
    if (isBlank(text)) return { passed: false, reason: 'the response is blank' };
    try {
      const read = readDocument(format, text, budget);
      const data =
        format === 'xml'
          ? coerceXml(read, parsed)
          : format === 'csv'
            ? coerceCsv(read, parsed)
            : read;
      const fault = check(data, 'the document', { budget, depth: 0 });
      return { passed: fault === null, reason: fault ?? 'fits the schema' };
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      return { passed: false, reason: `is not ${format.toUpperCase()}: ${error.message}` };
    }
  },
});

/** Every object that lists its fields asks for all of them and allows no other. */
function strict(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const made = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, strict(value)]),
  );
  if (isObject(schema.properties)) {
    made.required = Object.keys(schema.properties);
    made.additionalProperties = false;
  }
  return made;
}
