const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)，。；：！？）]/g;

/** Plain text as a piece of HTML: nothing in it is markup, line breaks stay, links can be followed. */
export function toHtml(text: string): string {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const link = escaped(match[0]);
    html += `${escaped(text.slice(at, match.index))}<a href="${link}">${link}</a>`;
    at = match.index + match[0].length;
  }
  return `<p>${(html + escaped(text.slice(at))).replaceAll(/\r?\n/g, '<br>\n')}</p>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
