/** Markup as text. Everything that is not `raw` is escaped: rows come from models and the internet. */
export interface Markup {
  readonly html: string;
}

export const raw = (html: string): Markup => ({ html });

/** html`<p>${text}</p>`: text is escaped, markup and lists of markup are put in as they are. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  let text = strings[0] ?? '';
  for (const [i, value] of values.entries()) text += render(value) + (strings[i + 1] ?? '');
  return raw(text);
}

/** A table that scrolls by itself where the screen is narrow, by keyboard too. */
export function scrolled(name: string, table: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table>${table}</table></div>`;
}

function render(value: string | number | Markup | readonly Markup[]): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if ('html' in value) return value.html;
  return value.map((one) => one.html).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Also shows what is meant not to be seen: control, zero-width and direction characters. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (c) => entities[c] as string)
    .replace(
      /[^\P{Cc}\n\t]|[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu,
      (c) =>
        `<span class="unseen">U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}</span>`,
    );
}
