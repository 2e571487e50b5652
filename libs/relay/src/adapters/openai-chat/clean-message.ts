/** Names under which models of others are offered: whoever reads one knows where the operator buys. */
const HOSTS =
  /\b(?:Microsoft )?Azure(?: OpenAI)?(?: Service)?\b|\b(?:Amazon|AWS)(?: Bedrock)?\b|\bBedrock\b|\b(?:Google(?: Cloud)? )?Vertex(?: AI)?\b|\bGoogle Cloud\b/gi;
/** Ids of models and accounts as the hosts write them. */
const HOST_IDS = /\barn:aws[\w:/.*-]+|\bprojects\/[\w:./@-]+|\b(?:[a-z]{2,6}\.)?anthropic\.claude[\w.:@-]*/gi;

/** Removes what tells who the supplier is or gives away a key. */
export function cleanMessage(message: string): string {
  return message
    .replace(/https?:\/\/\S+/g, '')
    .replace(/\b(sk|key|org|proj)-[\w*-]{4,}/gi, '***')
    .replace(/\bAIza[\w*-]{4,}/g, '***')
    .replace(HOST_IDS, '***')
    .replace(HOSTS, 'upstream')
    .replace(/\s{2,}/g, ' ')
    .trim()
    .slice(0, 1000);
}
