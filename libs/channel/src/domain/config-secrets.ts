/** Members of a channel's `config` that are credentials: stored sealed, never sent back. */
export const CONFIG_SECRETS: readonly string[] = ['sk', 'client_secret', 'refresh_token'];

type Config = Readonly<Record<string, string>>;

/** The config with each credential passed through `change`. */
export function mapConfigSecrets(config: Config, change: (secret: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, CONFIG_SECRETS.includes(name) ? change(value) : value]),
  );
}

/** What may be shown. */
export function withoutConfigSecrets(config: Config): Record<string, string> {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !CONFIG_SECRETS.includes(name)));
}

/**
 * A config that came back from a client: as credentials were never sent out, an absent one is kept and an empty one is
 * removed. Both sides hold credentials in sealed form. Members come out sorted, so that equal configs have equal texts.
 */
export function mergeConfigSecrets(stored: Config, sent: Config): Record<string, string> {
  const kept = CONFIG_SECRETS.filter((name) => !(name in sent)).flatMap((name) => {
    const value = stored[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const given = Object.entries(sent).filter(([name, value]) => !(CONFIG_SECRETS.includes(name) && value === ''));
  return Object.fromEntries([...given, ...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
}
