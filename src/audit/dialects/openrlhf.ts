import { type Dialect, fenced, groundTruth, reward } from './contract.ts';

const ask = (text: string, label: unknown) => ({
  path: '/get_reward',
  body: { query: [text], prompts: [''], labels: [label] },
});

export const openRlhf: Dialect = {
  name: 'openrlhf',
  summary: 'OpenRLHF: /get_reward of a remote reward model',
  program(one) {
    const truth = groundTruth(one);
    if (one.language !== 'python' || truth === null) return null;
    return ask(fenced(one), JSON.stringify(truth));
  },
  answer: ({ response, answer }) => ask(response, answer),
  read: ({ rewards }) => reward(Array.isArray(rewards) ? rewards[0] : rewards),
};
