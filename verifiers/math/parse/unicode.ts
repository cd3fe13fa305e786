/**
 * Rewrites Unicode mathematics to the ASCII and LaTeX spellings that the tokeniser knows: ² to
 * ^{2}, ½ to \frac{1}{2}, ≤ to \le, full-width and mathematical letters to plain ones. Invisible
 * characters (zero-width, bidirectional marks, control characters) are dropped. One linear pass.
 */
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣ';
const superscriptPlain = '0123456789+-()nix';
const subscripts = '₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢⱼₖₓ';
const subscriptPlain = '0123456789+-nijkx';

const vulgar: Readonly<Record<string, string>> = Object.fromEntries(
  '½1/2 ⅓1/3 ⅔2/3 ¼1/4 ¾3/4 ⅕1/5 ⅖2/5 ⅗3/5 ⅘4/5 ⅙1/6 ⅚5/6 ⅐1/7 ⅛1/8 ⅜3/8 ⅝5/8 ⅞7/8 ⅑1/9 ⅒1/10'
    .split(' ')
    .map((s) => [s[0] ?? '', `\\frac{${s.slice(1).replace('/', '}{')}}`]),
);

const spelled: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '﹣': '-',
  '×': '*',
  '·': '*',
  '⋅': '*',
  '∗': '*',
  '∙': '*',
  '•': '*',
  '⨯': '*',
  '÷': '/',
  '⁄': '/',
  '∕': '/',
  '≤': '\\le ',
  '⩽': '\\le ',
  '≦': '\\le ',
  '≥': '\\ge ',
  '⩾': '\\ge ',
  '≧': '\\ge ',
  '≠': '\\ne ',
  '≈': '\\approx ',
  '≃': '\\approx ',
  '≅': '\\approx ',
  '∼': '\\sim ',
  '∞': '\\infty ',
  '∪': '\\cup ',
  '∩': '\\cap ',
  '∈': '\\in ',
  '∅': '\\emptyset ',
  '∖': '\\setminus ',
  '√': '\\sqrt ',
  '∛': '\\sqrt[3]',
  '±': '\\pm ',
  '∓': '\\mp ',
  '°': '^\\circ ',
  º: '^\\circ ',
  ℝ: '\\mathbb{R}',
  ℚ: '\\mathbb{Q}',
  ℤ: '\\mathbb{Z}',
  ℕ: '\\mathbb{N}',
  ℂ: '\\mathbb{C}',
  '∧': '\\land ',
  '∨': '\\lor ',
  '→': '\\to ',
  '∣': '|',
  '⟨': '\\langle ',
  '⟩': '\\rangle ',
  '⌊': '\\lfloor ',
  '⌋': '\\rfloor ',
  '⌈': '\\lceil ',
  '⌉': '\\rceil ',
  '′': "'",
  '’': "'",
  '，': ', ',
  '、': ', ',
  '；': ';',
  '：': ':',
  '。': '. ',
  '∶': ':',
  '…': '\\ldots ',
  '“': '"',
  '”': '"',
  '‘': "'",
  '∑': '\\sum ',
  '∏': '\\prod ',
  '∫': '\\int ',
  '∂': '\\partial ',
  '€': ' ',
  '£': ' ',
  '¥': ' ',
  '￥': ' ',
};

const greek: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
  Γ: 'Gamma',
  Δ: 'Delta',
  Θ: 'Theta',
  Λ: 'Lambda',
  Ξ: 'Xi',
  Π: 'Pi',
  Σ: 'Sigma',
  Φ: 'Phi',
  Ψ: 'Psi',
  Ω: 'Omega',
  ϕ: 'phi',
};

/** Zero-width and bidirectional marks, the soft hyphen, the byte order mark. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;
const plain = /^[\t\n\r -~]*$/;

export function plainSpelling(text: string): string {
  if (plain.test(text)) return text;
  let out = '';
  let raised: '^' | '_' | null = null;
  for (const c of text) {
    const up = superscripts.indexOf(c);
    const down = up < 0 ? subscripts.indexOf(c) : -1;
    const mode = up >= 0 ? '^' : down >= 0 ? '_' : null;
    if (mode !== raised) {
      if (raised) out += '}';
      if (mode) out += `${mode}{`;
      raised = mode;
    }
    if (mode) out += (mode === '^' ? superscriptPlain[up] : subscriptPlain[down]) ?? '';
    else out += character(c);
  }
  return raised ? `${out}}` : out;
}

function character(c: string): string {
  if (c <= '~' && (c >= ' ' || c === '\n' || c === '\t' || c === '\r')) return c;
  if (c < ' ' || c === '\x7f' || invisible.test(c)) return '';
  const known = spelled[c] ?? vulgar[c];
  if (known !== undefined) return known;
  const normal = c.normalize('NFKC');
  const letter = greek[normal];
  if (letter) return `\\${letter} `;
  if (/^\s+$/.test(normal)) return ' ';
  if (normal === c) return c;
  return [...normal].map((part) => spelled[part] ?? greek[part] ?? part).join('');
}
