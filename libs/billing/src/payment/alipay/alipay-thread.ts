/**
 * Entry of the thread in which Alipay's own library lives. Its HTTP client puts a `destroy` of its own on all sockets of the
 * thread that loads it, and that one throws when two sockets are closed for one reason (ADR 26). Here are no sockets: the
 * library signs and verifies, and the main thread sends.
 */
import { parentPort } from 'node:worker_threads';
import { AlipaySdk } from 'alipay-sdk';
import type {
  AlipayAccount,
  AlipayRequest,
  AlipayTaskKind,
  AlipayTasks,
  ReceivedAnswer,
  SignedRequest,
  ThreadRequest,
  ThreadResponse,
} from './alipay-thread-messages';

type Tasks = { [K in AlipayTaskKind]: (library: AlipaySdk, asked: AlipayTasks[K]['asked']) => AlipayTasks[K]['given'] };

const tasks: Tasks = {
  page: (library, { method, parameters }) => library.pageExecute(method, 'GET', parameters),
  request: signRequest,
  notice: (library, fields) => library.checkNotifySignV2(fields),
  answer: signedPart,
};

/**
 * As the library's `exec` sends it: the content in the body, all else in the address. Alipay reads the body in the character
 * set that the address names.
 */
function signRequest(library: AlipaySdk, { method, parameters }: AlipayRequest): SignedRequest {
  const signed = library.sdkExecute(method, parameters, { bizContentAutoSnakeCase: false });
  const url = new URL(library.config.gateway);
  const body = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(signed))
    (name === 'biz_content' ? body : url.searchParams).set(name, value);
  return { url: url.href, body: body.toString() };
}

/**
 * Just what the signature was made of. The library's `exec` verifies this text and then gives what it parsed from the whole
 * answer, which is not the same when a member stands there twice.
 */
function signedPart(library: AlipaySdk, { text, member, signature }: ReceivedAnswer): string | undefined {
  try {
    library.checkResponseSign(text, member, signature, '');
  } catch {
    return undefined;
  }
  return library.getSignStr(text, member);
}

function openLibrary({ appId, gateway, privateKey, alipayKey }: AlipayAccount): AlipaySdk {
  return new AlipaySdk({ appId, gateway, privateKey, keyType: 'PKCS8', alipayPublicKey: alipayKey });
}

function carryOut<K extends AlipayTaskKind>({ id, kind, account, asked }: ThreadRequest<K>): ThreadResponse {
  try {
    return { id, given: tasks[kind](openLibrary(account), asked) };
  } catch (error) {
    const { name, code } = error as { name: string; code?: string };
    return { id, failure: code ?? name };
  }
}

const port = parentPort!;
port.on('message', (request: ThreadRequest) => port.postMessage(carryOut(request)));
