// Preload for the peer only. On Node 20 its streams fail because it changes the headers of an answer of `fetch`, which
// are immutable (its public issues 1389 and 1550); those changes are skipped.
for (const name of ['append', 'set', 'delete']) {
  const original = Headers.prototype[name];
  Headers.prototype[name] = function (...parameters) {
    try {
      return original.apply(this, parameters);
    } catch (error) {
      if (error.message !== 'immutable') throw error;
    }
  };
}
