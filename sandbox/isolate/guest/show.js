/** How the console writes values: as Node does, in short. */
(function furnishShow() {
  const { stringify } = JSON;
  const { isArray } = Array;
  const { keys: enumerable } = Object;
  const text = String;
  const MapKind = Map;
  const SetKind = Set;
  const ErrorKind = Error;

  function show(v, depth) {
    if (typeof v === 'string') return depth === 0 ? v : `'${v}'`;
    if (typeof v === 'bigint') return `${v}n`;
    if (typeof v === 'function') return `[Function: ${v.name || '(anonymous)'}]`;
    if (typeof v !== 'object' || v === null) return Object.is(v, -0) ? '-0' : text(v);
    if (v instanceof ErrorKind) return text(v.stack || v);
    if (depth > 2) return isArray(v) ? '[Array]' : '[Object]';
    if (isArray(v)) {
      const items = v.map((x) => show(x, depth + 1));
      return items.length ? `[ ${items.join(', ')} ]` : '[]';
    }
    if (v instanceof MapKind) {
      const items = [...v].map(([k, x]) => `${show(k, depth + 1)} => ${show(x, depth + 1)}`);
      return `Map(${v.size}) {${items.length ? ` ${items.join(', ')} ` : ''}}`;
    }
    if (v instanceof SetKind) {
      const items = [...v].map((x) => show(x, depth + 1));
      return `Set(${v.size}) {${items.length ? ` ${items.join(', ')} ` : ''}}`;
    }
    const name = v.constructor?.name;
    const items = enumerable(v).map(
      (k) => `${/^[\w$]+$/.test(k) ? k : `'${k}'`}: ${show(v[k], depth + 1)}`,
    );
    const head = name && name !== 'Object' ? `${name} ` : '';
    return `${head}{${items.length ? ` ${items.join(', ')} ` : ''}}`;
  }
  function format(args) {
    if (typeof args[0] === 'string' && args.length > 1 && args[0].includes('%')) {
      let i = 1;
      const line = args[0].replace(/%[sdifjoOc%]/g, (spec) => {
        if (spec === '%%') return '%';
        if (i >= args.length) return spec;
        const v = args[i++];
        if (spec === '%d') return text(typeof v === 'bigint' ? `${v}n` : Number(v));
        if (spec === '%i') return text(Number.parseInt(v, 10));
        if (spec === '%f') return text(Number.parseFloat(v));
        if (spec === '%j') return stringify(v);
        if (spec === '%c') return '';
        return spec === '%s' && typeof v !== 'object' ? text(v) : show(v, 0);
      });
      return [line, ...args.slice(i).map((v) => show(v, 0))].join(' ');
    }
    return args.map((v) => show(v, 0)).join(' ');
  }

  return { show, format };
});
