/** What the pages' scripts share: elements, requests with the token, short numbers. */

/** An element; text is set as text, so nothing that came from outside is ever markup. */
export function make(tag, attributes = {}, ...children) {
  const svg = ['svg', 'rect', 'path', 'line', 'title'].includes(tag);
  const made = svg
    ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export const byId = (id) => document.getElementById(id);

const tokenKey = 'assay token';
export const keepToken = (token) => sessionStorage.setItem(tokenKey, token);

export async function ask(path, body) {
  const token = sessionStorage.getItem(tokenKey);
  return fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

export function short(number) {
  if (number === null || number === undefined) return '–';
  if (Number.isInteger(number)) return number.toLocaleString('en');
  return number.toLocaleString('en', { maximumSignificantDigits: 3 });
}
