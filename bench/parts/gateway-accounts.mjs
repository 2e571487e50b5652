import Database from 'better-sqlite3';
import { EXACT_MODEL } from './cases.mjs';

const CONSUME = 2;

/**
 * Compares what the stopped gateway wrote with what its callers got. wrk cuts off what is under way when its time is over: the
 * gateway may have answered such a request or not, hence a range for loads, and one model whose requests all ended.
 */
export function checkAccounts(databaseFile, loads) {
  const database = new Database(databaseFile, { readonly: true });
  database.defaultSafeIntegers(true);
  const one = (sql, ...parameters) =>
    database
      .prepare(sql)
      .pluck()
      .get(...parameters) ?? 0n;
  try {
    const rows = (condition, ...parameters) =>
      Number(one(`SELECT COUNT(*) FROM logs WHERE type = ${CONSUME} AND ${condition}`, ...parameters));
    const sum = (list, key) => list.reduce((total, load) => total + load[key], 0);
    const exact = loads.filter(({ model }) => model === EXACT_MODEL);
    const others = loads.filter(({ model }) => model !== EXACT_MODEL);
    const figures = {
      exactRows: rows('model_name = ?', EXACT_MODEL),
      exactAnswers: sum(exact, 'answered'),
      rows: rows(`model_name <> ? AND end_state = 'completed'`, EXACT_MODEL),
      answers: sum(others, 'answered'),
      underWay: sum(others, 'connections'),
      cutOffRows: rows(`end_state <> 'completed'`),
      balance: one('SELECT SUM(balance) FROM users'),
      ledger: one('SELECT SUM(amount) FROM ledger_entries'),
      charged: -one(`SELECT SUM(amount) FROM ledger_entries WHERE operation = 'usage'`),
      logged: one(`SELECT SUM(amount) FROM logs WHERE type = ${CONSUME}`),
      free: rows('amount = 0'),
    };
    const surplus = figures.rows - figures.answers;
    const problems = [
      figures.exactRows !== figures.exactAnswers && 'log rows of the counted requests',
      (surplus < 0 || surplus > figures.underWay) && 'log rows of the loads',
      figures.balance !== figures.ledger && 'balance is not the sum of the ledger',
      figures.charged !== figures.logged && 'log rows do not add up to what was charged',
      figures.free > 0 && 'answers that cost nothing',
      figures.balance <= 0n && 'the balance ran out',
    ].filter(Boolean);
    return { ...stringified(figures), problems };
  } finally {
    database.close();
  }
}

export function accountsLine(accounts) {
  const { exactRows, exactAnswers, rows, answers, underWay, cutOffRows, balance, ledger, problems } = accounts;
  return [
    problems.length === 0 ? 'accounts agree:' : `ACCOUNTS DISAGREE (${problems.join('; ')}):`,
    `${exactRows} rows for ${exactAnswers} counted answers,`,
    `${rows} for ${answers} under load (+ up to ${underWay} that wrk cut off), ${cutOffRows} rows of cut streams,`,
    `balance ${balance} = ledger ${ledger}`,
  ].join(' ');
}

// 64-bit figures, which JSON has no numbers for.
function stringified(figures) {
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : value]),
  );
}
