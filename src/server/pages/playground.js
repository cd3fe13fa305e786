/** The playground: a response and a reference, and the verdict explained. */
import { ask, byId, make, short } from './elements.js';

const examples = [
  {
    name: 'math: equal in another form',
    verifier: 'math',
    response: 'Half of it is left, so the answer is \\boxed{\\frac{1}{2}}.',
    reference: { answer: '0.5' },
    options: { explain: true },
  },
  {
    name: 'math: a hedge',
    verifier: 'math',
    response: 'The answer is 42 or 43.',
    reference: { answer: '42' },
    options: { explain: true },
  },
  {
    name: 'code: one test fails',
    verifier: 'code',
    response: '```python\nn = int(input())\nprint(n * n)\n```',
    reference: {
      language: 'python',
      tests: { kind: 'stdin', inputs: ['3', '-2'], outputs: ['9', '-4'] },
    },
  },
  {
    name: 'stem: units are converted',
    verifier: 'stem',
    response: 'The speed is 90 km/h.',
    reference: { answer: '25 m/s' },
  },
  {
    name: 'instruction: half of them obeyed',
    verifier: 'instruction',
    response: 'The river was calm, and the boats lay still.',
    reference: {
      instruction_id_list: ['punctuation:no_comma', 'keywords:existence'],
      kwargs: [{}, { keywords: ['river'] }],
    },
  },
];

const verifiers = ['math', 'code', 'logic', 'instruction', 'stem'];
const pretty = (value) => (value === undefined ? '' : JSON.stringify(value, null, 2));

function fill({ verifier, response, reference, options }) {
  byId('verifier').value = verifier;
  byId('response').value = response;
  byId('reference').value = pretty(reference);
  byId('options').value = pretty(options);
}

byId('verifier').append(...verifiers.map((name) => make('option', {}, name)));
byId('example').append(...examples.map(({ name }, i) => make('option', { value: i }, name)));
byId('example').addEventListener('change', (event) => fill(examples[event.target.value]));
fill(examples[0]);

function read(id) {
  const text = byId(id).value.trim();
  byId(id).removeAttribute('aria-invalid');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    byId(id).setAttribute('aria-invalid', 'true');
    throw new Error(`${id}: ${error.message}`);
  }
}

byId('sample').addEventListener('submit', async (event) => {
  event.preventDefault();
  const output = byId('verdict');
  try {
    const options = read('options');
    const sample = {
      verifier: byId('verifier').value,
      response: byId('response').value,
      reference: read('reference'),
      ...(options !== undefined && { options }),
    };
    output.replaceChildren('scoring');
    const answer = await ask('/v1/score', sample);
    const body = await answer.json();
    output.replaceChildren(...(answer.ok ? told(body) : [`${body.code}: ${body.detail}`]));
  } catch (error) {
    output.replaceChildren(error.message);
  }
});

function told({ reward, cause, message, extracted, isolation, ms, flags = [], ...rest }) {
  const lines = [
    ['cause', cause],
    ['message', message],
    ['judged', extracted],
    ['flags', flags.join(', ')],
    ['behind', isolation],
    ['took', `${short(ms)} ms`],
  ].filter(([, value]) => value);
  const { parts } = rest;
  return [
    make(
      'p',
      { class: `reward ${reward === 1 ? 'good' : reward === null ? 'none' : 'bad'}` },
      reward === null ? 'no reward' : `reward ${short(reward)}`,
    ),
    make(
      'dl',
      {},
      ...lines.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]),
    ),
    ...(parts ? [make('pre', { tabindex: 0, 'aria-label': 'parts' }, pretty(parts))] : []),
  ];
}
