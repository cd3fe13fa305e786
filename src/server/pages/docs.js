/** The API page: /openapi.json as headings, fields and schemas. */
import { ask, byId, make } from './elements.js';

const answer = await ask('/openapi.json');
const { paths, components } = await answer.json();

const named = (schema) => schema?.$ref?.split('/').at(-1);

function link(schema) {
  const name = named(schema);
  if (name) return make('a', { href: `#schema-${name}` }, name);
  return make('code', {}, JSON.stringify(schema));
}

function section(path, method, { summary, requestBody, responses, parameters = [] }) {
  const id = `${method}-${path}`;
  // lines of JSON have a type of their own
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const lines = [
    ...(parameters.length > 0
      ? [make('p', {}, `query: ${parameters.map(({ name }) => name).join(', ')}`)]
      : []),
    ...(body ? [make('p', {}, 'body: ', link(body))] : []),
    ...Object.entries(responses).map(([status, { description, content }]) => {
      const schema = Object.values(content ?? {})[0]?.schema;
      return make('p', {}, make('b', {}, status), ` ${description}: `, link(schema));
    }),
  ];
  return make(
    'section',
    { 'aria-labelledby': id },
    make('h2', { id }, `${method.toUpperCase()} ${path}`),
    make('p', {}, summary),
    make('details', {}, make('summary', {}, 'body and answers'), ...lines),
  );
}

const routes = Object.entries(paths)
  .filter(([path]) => !path.startsWith('/pages/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(path, method, operation)),
  );
const schemas = Object.entries(components.schemas).map(([name, schema]) =>
  make(
    'section',
    { id: `schema-${name}` },
    make('h2', {}, name),
    make('pre', { tabindex: 0 }, JSON.stringify(schema, null, 2)),
  ),
);
byId('routes').replaceChildren(...routes, make('h1', {}, 'Schemas'), ...schemas);
