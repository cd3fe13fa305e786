/**
 * What every page made of data is: one file that loads nothing. Its style, and the script of one
 * that renews itself, are known to the browser by their hashes; anything else is not run.
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, type Markup, raw } from './html.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The look that all of them share; the service's own pages share its colours. */
export const sharedStyle = read('./palette.css') + read('./style.css');

export interface Page {
  readonly title: string;
  readonly style?: string;
  /** Puts the newer page in its own place; without scripts the browser asks again by itself. */
  readonly refresh?: string | undefined;
  readonly body: Markup;
}

const sum = (text: string) => `'sha256-${hash('sha256', text, 'base64')}'`;

/** The content security policy of such a page. */
export function policyOf({ style = sharedStyle, refresh }: Omit<Page, 'title' | 'body'>): string {
  const scripts = refresh ? ` script-src ${sum(refresh)}; connect-src 'self';` : '';
  return `default-src 'none'; style-src ${sum(style)};${scripts} img-src data:; base-uri 'none'; form-action 'none'`;
}

export function documentOf({ title, style = sharedStyle, refresh, body }: Page): string {
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policyOf({ style, refresh })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
${refresh ? raw('<noscript><meta http-equiv="refresh" content="15"></noscript>') : raw('')}
</head>
<body>
${body}
${refresh ? html`<script>${raw(refresh)}</script>` : raw('')}
</body>
</html>`.html
  }\n`;
}
