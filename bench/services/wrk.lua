-- The client. By environment: MODEL, BODY_KB (prompt size), API_KEY, PEER (address of the upstream, for the peer only); or
-- REQUEST_PATH and REQUEST_BODY in place of the first two.
local model = os.getenv('MODEL')
local kilobytes = tonumber(os.getenv('BODY_KB') or '1')
local sentence = 'the quick brown fox jumps over the lazy dog '
local prompt = string.rep(sentence, math.max(19, math.floor(kilobytes * 1000 / #sentence) - 4))
local stream = string.match(model, '^m%-p%d') ~= nil

wrk.method = 'POST'
wrk.path = os.getenv('REQUEST_PATH') or '/v1/chat/completions'
wrk.body = os.getenv('REQUEST_BODY') or '{"model":"' .. model .. '","messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"' .. prompt .. '"}],"temperature":0.7,"stream":' .. tostring(stream) .. '}'
wrk.headers['content-type'] = 'application/json'
wrk.headers['authorization'] = 'Bearer ' .. os.getenv('API_KEY')
local peer_upstream = os.getenv('PEER')
if peer_upstream then
  wrk.headers['x-portkey-provider'] = 'openai'
  wrk.headers['x-portkey-custom-host'] = peer_upstream .. '/v1'
end

done = function(summary, latency)
  io.write(string.format(
    'JSON {"requests":%d,"durationUs":%d,"bytes":%d,"connectErrors":%d,"readErrors":%d,"writeErrors":%d,"statusErrors":%d,"timeouts":%d,"p50Us":%d,"p90Us":%d,"p99Us":%d}\n',
    summary.requests, summary.duration, summary.bytes, summary.errors.connect, summary.errors.read,
    summary.errors.write, summary.errors.status, summary.errors.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99)))
end
