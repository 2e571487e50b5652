/** Members of a comma list: trimmed, without empty ones, each once, in the order written. */
export function splitList(text: string): string[] {
  const members = text.split(',').map((member) => member.trim());
  return [...new Set(members.filter((member) => member !== ''))];
}
