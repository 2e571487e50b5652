/** Who we are to Alipay, complete; keys in bare base64 (PKCS#8, SPKI). */
export interface AlipayAccount {
  appId: string;
  /** Address of its gateway. */
  gateway: string;
  privateKey: string;
  alipayKey: string;
}

/** A call of Alipay's OpenAPI 2, in the library's words. */
export interface AlipayRequest {
  method: string;
  parameters: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** What is signed and not yet sent. */
export interface SignedRequest {
  url: string;
  body: string;
}

/** An answer as it came, and what it says of itself. */
export interface ReceivedAnswer {
  text: string;
  /** Name of the member that is signed. */
  member: string;
  signature: string;
}

/** All that the library is asked for, and what it gives. */
export interface AlipayTasks {
  /** The address at which a browser makes the call. */
  page: { asked: AlipayRequest; given: string };
  request: { asked: AlipayRequest; given: SignedRequest };
  /** Whether Alipay signed the fields of a notice. */
  notice: { asked: Readonly<Record<string, string>>; given: boolean };
  /** The text of an answer that Alipay signed; undefined = none. */
  answer: { asked: ReceivedAnswer; given: string | undefined };
}

export type AlipayTaskKind = keyof AlipayTasks;

export interface ThreadRequest<K extends AlipayTaskKind = AlipayTaskKind> {
  id: number;
  kind: K;
  account: AlipayAccount;
  asked: AlipayTasks[K]['asked'];
}

/** `failure` is for staff and never part of what was asked. */
export type ThreadResponse = { id: number } & ({ given: AlipayTasks[AlipayTaskKind]['given'] } | { failure: string });
