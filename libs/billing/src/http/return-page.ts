/** Where payers come back to from the payment service. Says nothing about anybody's order: the address is public. */
export const RETURN_PAGE = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3; url=/log">
<title>支付 · Payment</title>
</head>
<body>
<p>支付结果正在确认，到账后可在日志中查看。正在返回…</p>
<p>Your payment is being confirmed and will show in the log. Taking you back…</p>
<p><a href="/log">返回 · Back</a></p>
</body>
</html>
`;
