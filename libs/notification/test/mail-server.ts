import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  user: string | undefined;
  /** As it came over the wire. */
  source: string;
}

/** A real mail server in this process. Without `offersTls` it speaks no TLS; with it, its certificate is one nobody vouches for. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  connections = 0;
  /** What it answers instead of taking a mail. */
  refusal: { code: number; text: string } | undefined;
  private server: SMTPServer | undefined;
  port = 0;

  static async start({
    offersTls = false,
    ...more
  }: SMTPServerOptions & { offersTls?: boolean } = {}): Promise<MailServer> {
    const mailServer = new MailServer();
    const server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: offersTls ? [] : ['STARTTLS'],
      onConnect: (_session, callback) => {
        mailServer.connections += 1;
        callback();
      },
      onAuth: ({ username, password }, _session, callback) =>
        password === 'secret' ? callback(null, { user: username }) : callback(new Error('wrong password')),
      onRcptTo: (_address, _session, callback) => callback(mailServer.error()),
      onData: (stream, { envelope, user }, callback) => {
        let source = '';
        stream.setEncoding('utf8');
        stream.on('data', (chunk: string) => (source += chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const to = envelope.rcptTo.map(({ address }) => address);
          mailServer.received.push({ from, to, user: user === undefined ? undefined : String(user), source });
          callback();
        });
      },
      ...more,
    });
    server.on('error', () => undefined);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    mailServer.server = server;
    mailServer.port = (server.server.address() as AddressInfo).port;
    return mailServer;
  }

  stop(): Promise<void> {
    return new Promise((done) => (this.server === undefined ? done() : this.server.close(done)));
  }

  private error(): Error | null {
    if (this.refusal === undefined) return null;
    return Object.assign(new Error(this.refusal.text), { responseCode: this.refusal.code });
  }
}
