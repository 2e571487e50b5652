import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type EpayForm = Record<string, string>;

interface EpayPayment {
  form: EpayForm;
  tradeNo: string;
  /** 0 not paid, 1 paid, 2 paid back. */
  status: 0 | 1 | 2;
}

export interface NotifyOptions {
  method?: 'GET' | 'POST';
  /** Put over the fields before they are signed: what a gateway with a fault would send. */
  signed?: EpayForm;
  /** Put over the fields after they were signed: what somebody on the way would send. */
  tampered?: EpayForm;
}

/**
 * A gateway of the protocol "epay" as its public description has it: takes signed forms, notifies by GET or POST, answers
 * queries and refunds. Written on its own, so that both sides do not share a mistake.
 */
export class EpayGateway {
  readonly payments = new Map<string, EpayPayment>();
  queries = 0;
  refunds = 0;
  /** Answers in place of the gateway's own. */
  answerApi: ((form: URLSearchParams, response: ServerResponse) => boolean) | undefined;

  private constructor(
    private readonly server: Server,
    readonly pid: string,
    readonly key: string,
  ) {}

  static async start(pid = '1001', key = 'merchant-key'): Promise<EpayGateway> {
    const server = createServer();
    const gateway = new EpayGateway(server, pid, key);
    server.on('request', (request, response) => void gateway.onRequest(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** Takes a payer's form as /submit.php does; throws when it would be refused. */
  submit(form: EpayForm): string {
    if (form['pid'] !== this.pid) throw new Error('unknown merchant');
    if (form['sign'] !== this.sign(form)) throw new Error('wrong signature');
    if (!/^\d+\.\d\d$/.test(form['money'] ?? '')) throw new Error('wrong amount');
    const number = form['out_trade_no'] ?? '';
    this.payments.set(number, { form, tradeNo: `G${this.payments.size + 1}`, status: 0 });
    return number;
  }

  /** The payer pays; nobody is told yet. */
  pay(number: string): void {
    this.payment(number).status = 1;
  }

  /** Sends the result to the merchant; resolves with what he answers. */
  async notify(number: string, options: NotifyOptions = {}): Promise<string> {
    const { form } = this.payment(number);
    const query = this.resultText(number, options);
    const response =
      options.method === 'POST'
        ? await fetch(form['notify_url']!, {
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: query,
          })
        : await fetch(`${form['notify_url']}?${query}`);
    return response.text();
  }

  /** What a notification says, as query or form. */
  resultText(number: string, options: NotifyOptions = {}): string {
    return new URLSearchParams(this.resultOf(number, options)).toString();
  }

  /** The address that the payer's browser is sent back to. */
  returnUrl(number: string): string {
    return `${this.payment(number).form['return_url']}?${this.resultText(number)}`;
  }

  sign(fields: EpayForm): string {
    const names = Object.keys(fields).filter((name) => !['sign', 'sign_type'].includes(name) && fields[name] !== '');
    const text = names
      .sort()
      .map((name) => `${name}=${fields[name]}`)
      .join('&');
    return createHash('md5').update(`${text}${this.key}`).digest('hex');
  }

  private resultOf(number: string, { signed = {}, tampered = {} }: NotifyOptions): EpayForm {
    const { form, tradeNo } = this.payment(number);
    const { type = '', name = '', money = '' } = form;
    const fields: EpayForm = {
      ...{ pid: this.pid, trade_no: tradeNo, out_trade_no: number, type, name, money },
      ...{ trade_status: 'TRADE_SUCCESS', param: '', ...signed },
    };
    return { ...fields, sign: this.sign(fields), sign_type: 'MD5', ...tampered };
  }

  private payment(number: string): EpayPayment {
    const payment = this.payments.get(number);
    if (payment === undefined) throw new Error(`no payment ${number}`);
    return payment;
  }

  private async onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://gateway');
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (url.pathname !== '/api.php') return void response.end('epay');
    const form = new URLSearchParams([...url.searchParams, ...new URLSearchParams(Buffer.concat(parts).toString())]);
    if (this.answerApi?.(form, response) === true) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(this.api(form)));
  }

  private api(form: URLSearchParams): Record<string, unknown> {
    if (form.get('pid') !== this.pid || form.get('key') !== this.key) return { code: -3, msg: 'wrong key' };
    const number = form.get('out_trade_no') ?? '';
    const payment = this.payments.get(number);
    if (payment === undefined) return { code: -1, msg: 'no such order' };
    if (form.get('act') === 'refund') return this.refund(payment, form.get('money'));
    this.queries++;
    const { tradeNo, status, form: paid } = payment;
    const { type, money, name } = paid;
    return { code: 1, msg: 'ok', trade_no: tradeNo, out_trade_no: number, pid: this.pid, type, name, money, status };
  }

  private refund(payment: EpayPayment, money: string | null): Record<string, unknown> {
    if (payment.status !== 1) return { code: -1, msg: 'not paid' };
    if (money !== payment.form['money']) return { code: -1, msg: 'wrong amount' };
    payment.status = 2;
    this.refunds++;
    return { code: 1, msg: 'ok' };
  }
}
