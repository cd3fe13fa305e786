/** The pages for people: the dashboard at `/` and the description of the API at `/docs`. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { sendJson } from '../json.ts';
import type { Route } from '../route.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
};

/** Nothing from elsewhere, nothing inline. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Files one after another, without a token: they hold no data. */
function page(path: string, files: readonly string[], summary: string): Route {
  const content = Buffer.concat(files.map((file) => readFileSync(new URL(file, import.meta.url))));
  const type = types[files[0]?.split('.').at(-1) ?? ''] ?? 'text/plain';
  return {
    method: 'get',
    path,
    summary,
    probe: true,
    response: z.string(),
    handle(_context, req, res) {
      // NeMo Gym asks here whether the service is alive.
      if (path === '/' && !req.accepts('html')) return sendJson(res, { status: 'ok' });
      res.setHeader('content-type', `${type}; charset=utf-8`);
      res.setHeader('content-security-policy', policy);
      res.setHeader('x-content-type-options', 'nosniff');
      res.setHeader('referrer-policy', 'no-referrer');
      res.setHeader('cache-control', 'no-cache');
      res.end(content);
    },
  };
}

export const pages: readonly Route[] = [
  page('/', ['dashboard.html'], 'The dashboard'),
  page('/docs', ['docs.html'], 'The description of the API, for people'),
  page('/pages/dashboard.js', ['dashboard.js'], 'Script of the dashboard'),
  page('/pages/playground.js', ['playground.js'], 'Script of the playground'),
  page('/pages/docs.js', ['docs.js'], 'Script of the API page'),
  page('/pages/elements.js', ['elements.js'], 'What the scripts share'),
  page('/pages/style.css', ['../../report/palette.css', 'style.css'], 'Style of the pages'),
];
